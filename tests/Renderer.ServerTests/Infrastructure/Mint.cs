using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>Makes links of mails as a node does, and reads what it took down of them.</summary>
internal sealed class Mint(RendererNode node)
{
    /// <summary>What a link says of a mail to a person; the message is <c>m/{id}</c>.</summary>
    public LinkFacts Facts(string id = "p0001", WorkspaceName? workspace = null, DateTimeOffset? madeAt = null) => new()
    {
        Workspace = workspace ?? WorkspaceName.Default,
        MadeAt = Instant.From(madeAt ?? TimeProvider.System.GetUtcNow()),
        Person = Identifier.Id(id),
        Recipient = PersonNames.Opaque(Sealing, workspace ?? WorkspaceName.Default, Identifier.Id(id)),
        Template = LinkName.Of("hello"),
        Message = LinkName.Of($"m/{id}"),
    };

    public string Token(LinkPurpose purpose, LinkFacts facts) => node.Services.GetRequiredService<LinkTokens>().Mint(purpose, facts).Text;

    public string Token(LinkPurpose purpose, string id = "p0001") => Token(purpose, Facts(id));

    /// <summary>A mail client: no key, and nothing is followed.</summary>
    public HttpClient Client(string agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.0")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(node.Url), Timeout = TimeSpan.FromSeconds(30) };
        if (agent.Length > 0)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        }

        return client;
    }

    /// <summary>What is recorded of the mail to a person.</summary>
    public Task<IReadOnlyList<KeptEvent>> EventsAsync(string id = "p0001")
    {
        var key = MessageKey.Of(Sealing, WorkspaceName.Default, PersonNames.OpaqueEach(Sealing, WorkspaceName.Default, Identifier.Id(id)), MessageNames.HashOf($"m/{id}"));
        return node.Services.GetRequiredService<OpenEvents>().FindAsync(key, default);
    }

    private ISealing Sealing => node.Services.GetRequiredService<ISealing>();
}
