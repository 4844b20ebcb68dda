using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Links;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Reading;
using Renderer.Profiles.Tokens;
using Renderer.Tests.HouseRules;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>Connections of declarations in YAML, as a workspace has them.</summary>
internal static class RestConnecting
{
    private static readonly KeyRing Ring = KeyRing.Open(Directory.CreateTempSubdirectory("renderer-keys-").FullName, TimeProvider.System, create: true);

    /// <summary>Connects as a file says.</summary>
    /// <param name="yaml">All of <c>workspace.yaml</c>.</param>
    /// <param name="clock">Null: the real one.</param>
    /// <param name="variables">What stands in the environment.</param>
    public static ICrmConnection Connect(string yaml, TimeProvider? clock = null, params (string Name, string Value)[] variables) =>
        Connect(yaml, clock, null, variables);

    /// <summary>Connects as one of the worked examples says.</summary>
    public static ICrmConnection Example(string name, params (string Name, string Value)[] variables) => Example(name, null, variables);

    /// <summary>The same, where refresh tokens are kept in a ledger.</summary>
    public static ICrmConnection Example(string name, IGrants? grants, params (string Name, string Value)[] variables) =>
        Connect(Tree.Read($"src/Renderer.Profiles/Crm/Rest/Examples/{name}/workspace.yaml"), null, grants, variables);

    private static ICrmConnection Connect(string yaml, TimeProvider? clock, IGrants? grants, (string Name, string Value)[] variables)
    {
        using var bench = new Workbench(("workspace.yaml", yaml));
        foreach (var (name, value) in variables)
        {
            bench.Variables[name] = value;
        }

        var workspace = bench.Load();
        Assert.Empty(workspace.Diagnostics);
        var settings = Assert.Single(workspace.Settings.Connections) with { AttemptTimeout = TimeSpan.FromSeconds(20) };
        var link = new RedisLink(new ProfilesOptions(), TimeProvider.System, NullLogger<RedisLink>.Instance);
        var shelf = grants is null ? null : new TokenShelf(link, new NodeLock(link), Ring, grants);
        var made = CrmConnections.Create(
            WorkspaceName.Default, settings, Connecting.Loopback, clock ?? TimeProvider.System, NullLoggerFactory.Instance, shelf);
        Assert.Null(made.Fault);
        return made.Connection!;
    }

    /// <summary>A connection "own" with these lines below it.</summary>
    public static ICrmConnection Own(RestHost host, string lines, TimeProvider? clock = null) => Connect(
        $"connections:\n  own:\n    type: rest\n    base_url: {host.Url}\n{string.Concat(lines.Split('\n').Select(line => $"    {line}\n"))}",
        clock,
        ("HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("HUSH", "hush"));

    public static Budget Ample() => Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(20));

    public static async Task<List<CrmPerson>> AllAsync(this ICrmConnection connection, DateTimeOffset? since = null)
    {
        var people = new List<CrmPerson>();
        var listing = new CrmListing(new ReadSet(["first_name"]), ChangedSince: since);
        for (var pages = 0; ; pages++)
        {
            Assert.True(pages < 100, "It does not end");
            var page = await connection.ListAsync(listing, Ample(), default);
            Assert.Equal(Reason.None, page.Reason);
            people.AddRange(page.People);
            if (page.Next is null)
            {
                return people;
            }

            listing = listing with { Cursor = page.Next };
        }
    }

    public static JsonElement Json(this CrmPerson person) => JsonDocument.Parse(person.Json).RootElement;
}
