using Renderer.Links;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Server.Links;

namespace Renderer.Server.Open;

/// <summary>
/// The headers by which mail clients offer one click to take everything back: RFC 2369's <c>List-Unsubscribe</c> with the person's consent link, and
/// RFC 8058's <c>List-Unsubscribe-Post</c>. Whoever sends puts both into the mail, and signs them by DKIM.
/// </summary>
internal sealed class ListUnsubscribe(LinkTokens tokens, LinkDomains domains, ISealing sealing, TimeProvider clock)
{
    public const string Name = "List-Unsubscribe";
    public const string PostName = "List-Unsubscribe-Post";
    public const string PostValue = "List-Unsubscribe=One-Click";

    /// <summary>The value of <see cref="Name"/> for a message that was asked for; null for a proof, and where nobody is known.</summary>
    public string? ValueFor(MessageOrder order) =>
        order is { Proof: false, Recipient: { } person } ? ValueFor(order.Workspace, person, LinkName.Of(order.Template)) : null;

    /// <summary>The value of <see cref="Name"/>.</summary>
    /// <param name="workspace">Whose mail.</param>
    /// <param name="person">To whom.</param>
    /// <param name="template">In whose words the page speaks; none where nothing is known.</param>
    public string ValueFor(WorkspaceName workspace, Identifier person, LinkName template = default)
    {
        var token = tokens.Mint(LinkPurpose.Consent, new LinkFacts
        {
            Workspace = workspace,
            MadeAt = Instant.From(clock.GetUtcNow()),
            Recipient = PersonNames.Opaque(sealing, workspace, person),
            Person = person,
            Template = template,
        });
        return $"<{domains.Of(workspace)}/u/{token.Text}>";
    }
}
