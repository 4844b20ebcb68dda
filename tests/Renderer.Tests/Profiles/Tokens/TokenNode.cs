using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Links;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Reading;
using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>One node's tokens of one connection; several share a Redis or a ledger.</summary>
internal sealed class TokenNode : IAsyncDisposable
{
    private static readonly KeyRing Ring = KeyRing.Open(Directory.CreateTempSubdirectory("renderer-keys-").FullName, TimeProvider.System, create: true);

    private readonly RedisLink link;
    private readonly TokenHost host;

    private TokenNode(RedisLink link, TokenHost host, WorkspaceName workspace, TokenShelf shelf, TimeProvider clock) =>
        (this.link, this.host, Workspace, Shelf, Clock) = (link, host, workspace, shelf, clock);

    public WorkspaceName Workspace { get; }

    public TokenShelf Shelf { get; }

    public TimeProvider Clock { get; }

    public ITokens Tokens { get; private set; } = null!;

    public TokenGuard Guard => Shelf.Find(Workspace, "main")!.Guard;

    public static ConnectionSettings Client => new() { Name = "main", Type = "any", ClientId = "my id", ClientSecret = new Secret("s&c:ret") };

    public static async Task<TokenNode> StartAsync(
        TokenHost host, WorkspaceName workspace, string? redis = null, IGrants? grants = null, TimeProvider? clock = null, ConnectionSettings? settings = null)
    {
        clock ??= TimeProvider.System;
        var link = new RedisLink(new ProfilesOptions { Redis = redis }, clock, NullLogger<RedisLink>.Instance);
        if (redis is not null)
        {
            Assert.True(await link.ConnectAsync());
        }

        var node = new TokenNode(link, host, workspace, new TokenShelf(link, new NodeLock(link), Ring, grants), clock);
        await node.SetAsync(settings ?? Client);
        return node;
    }

    /// <summary>Opens the connection anew, as after a change of its settings.</summary>
    public async Task SetAsync(ConnectionSettings settings)
    {
        if (Tokens is { } old)
        {
            await old.DisposeAsync();
        }

        var desk = new TokenDesk(Workspace, Connecting.Loopback, Shelf, new ConnectionWatch(Workspace, "main", Clock, host.Log), Clock);
        var opened = desk.Open(settings, new VendorAuth { TokenUrl = host.Url, AuthorizeUrl = new Uri(host.Url, "/authorize") });
        Assert.Null(opened.Fault);
        Tokens = opened.Open!(host.Wire);
    }

    public async Task<TokenAnswer> AskAsync() => await Tokens.GetAsync(default);

    /// <summary>The token's text, or the error.</summary>
    public async Task<string?> GetAsync() => await AskAsync() is var answer && answer.Token is { } token ? token.Value : answer.Error ?? answer.Failure.Label();

    public async ValueTask DisposeAsync()
    {
        await Tokens.DisposeAsync();
        await link.DisposeAsync();
    }
}
