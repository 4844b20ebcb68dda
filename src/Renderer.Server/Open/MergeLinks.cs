using Microsoft.Extensions.Primitives;
using Renderer.Links;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Links;
using Renderer.Server.Send;

namespace Renderer.Server.Open;

/// <summary>
/// Reads the links of mails that an ESP writes, which can only merge a field: whose they are stands in the query, as a recipient's
/// token (<c>r</c>) or signed by the workspace (<c>id</c>, <c>sig</c>), and <c>m</c> is the ESP's campaign (contract section 3).
/// </summary>
internal sealed class MergeLinks(LinkTokens tokens, LinkDomains domains, TemplateLibrary library)
{
    /// <summary>What the link says; null when it is forged, of another workspace or under another one's name.</summary>
    public LinkFacts? Read(HttpContext http, string workspace, string template, string slot)
    {
        if (!WorkspaceName.TryParse(workspace, out var name) || library.Files(name) is not { } files || !domains.Admits(http.Request.Host, name))
        {
            return null;
        }

        var query = http.Request.Query;

        // Nothing tells when such a link was written, so it counts as older than any erasure, unless its token says more.
        var nobodys = new LinkFacts
        {
            Workspace = name,
            MadeAt = Instant.Never,
            Template = LinkName.Of(template),
            // What links bear beside a slot's name is no part of one.
            Slot = slot.AsSpan().ContainsAny('+', '~') ? default : LinkName.Of(slot),
            Message = IsMerged(query["m"]) ? LinkName.Of(query["m"].ToString()) : default,
        };
        if (IsMerged(query["r"]))
        {
            return tokens.Open(LinkPurpose.Recipient, query["r"].ToString(), name) is { } said
                ? nobodys with { MadeAt = said.MadeAt, Person = said.Person, Recipient = said.Recipient }
                : null;
        }

        return IsMerged(query["id"]) ? Signed(http, files.Settings, nobodys, query["id"].ToString()) : nobodys;
    }

    private static LinkFacts? Signed(HttpContext http, WorkspaceSettings settings, LinkFacts nobodys, string id) =>
        SignedUrl.Holds(http, settings) && System.Text.Encoding.UTF8.GetByteCount(id) <= Identifier.MaxBytes
            ? nobodys with { End = SignedUrl.End(http), Person = Identifier.Id(id) }
            : null;

    /// <summary>What an ESP leaves where it merged nobody is no one's link, and no forgery.</summary>
    private static bool IsMerged(StringValues value) => value.ToString() is { Length: > 0 } text && !Placeholder.Stands(text);
}
