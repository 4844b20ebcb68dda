using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;
using Renderer.Server.Send;

namespace Renderer.Server.Explain;

/// <summary><c>GET /v1/messages/{message_id}?id=…|email=…</c>: why this person saw what they saw.</summary>
internal static class MessageEndpoint
{
    private const string Route = "/v1/messages/";

    /// <summary>Another node's record is in the ledger within so many looks.</summary>
    private const int Looks = 4;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(300);

    public static async Task<IResult> HandleAsync(
        HttpContext http, TemplateLibrary library, ProfileChanges changes, LedgerStore ledger, ISealing sealing, TimeProvider clock)
    {
        var caller = http.Caller();
        var (id, fault) = Id(http);
        var (person, problem) = fault is null ? Person(http.Request.Query, library.Settings(caller.Workspace)) : (default, fault);
        if (problem is not null)
        {
            return problem;
        }

        await ledger.Audit.AppendAsync(
            caller.Workspace, caller.Label, AuditAction.Read, "message of " + PersonNames.Opaque(sealing, caller.Workspace, person));
        var key = KeyOf(sealing, caller.Workspace, [person], id);
        var found = await ledger.Messages.FindAsync(key, http.RequestAborted);
        for (var look = 1; found.Count == 0 && look < Looks; look++)
        {
            // Filed under the CRM's id, and asked for by another name; or rendered just now, by another node.
            if (look == 1)
            {
                key = KeyOf(sealing, caller.Workspace, await changes.NamesOfAsync(caller.Workspace, person, http.RequestAborted) ?? [person], id);
            }
            else
            {
                await Task.Delay(Between, clock, http.RequestAborted);
            }

            found = await ledger.Messages.FindAsync(key, http.RequestAborted);
        }

        var shown = found.Where(each => MessageStory.TemplateOf(each.Text) is { } template && caller.MayRender(template)).ToList();
        if (shown.Count == 0)
        {
            return found.Count > 0 ? Caller.NotThisTemplate() : new Problem(
                ProblemCode.MessageUnknown,
                "Nothing is recorded of a message of this id to this person: it was rendered without this message_id or for somebody else, it is older than retention.messages, or that person was erased.");
        }

        if (!caller.May(Role.Privacy))
        {
            return new MessageAnswer(id, shown, events: null, isMasked: true);
        }

        // An ESP tells of an address, where the mail may have been rendered for an id.
        var names = await changes.NamesOfAsync(caller.Workspace, person, http.RequestAborted) ?? [person];
        var events = await ledger.Events.FindAsync(KeyOf(sealing, caller.Workspace, names.Prepend(person), id), http.RequestAborted);
        return new MessageAnswer(id, shown, events, isMasked: false);
    }

    private static MessageKey KeyOf(ISealing sealing, WorkspaceName workspace, IEnumerable<Identifier> names, string id) => MessageKey.Of(
        sealing, workspace, [.. names.SelectMany(name => PersonNames.OpaqueEach(sealing, workspace, name)).Distinct()], MessageNames.HashOf(id));

    // From the target as it was sent: the route's value would tell "a%2Fb" from "a/b" no more.
    private static (string Id, Problem? Problem) Id(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.Split('?', 2)[0];
        var id = path.StartsWith(Route, StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(path[Route.Length..]) : "";
        return id.Length == 0 || Encoding.UTF8.GetByteCount(id) > RenderRules.MaxMessageIdBytes
            ? (id, new Problem(ProblemCode.BadParameter, $"Name one message: /v1/messages/{{message_id}}, of 1 to {RenderRules.MaxMessageIdBytes} bytes, percent-encoded."))
            : (id, null);
    }

    private static (Identifier Person, Problem? Problem) Person(IQueryCollection query, WorkspaceSettings settings)
    {
        var kinds = query.Keys.Where(RenderRules.Kinds(settings).Contains).ToList();
        if (kinds is not [var kind] || query[kind].Count != 1)
        {
            return (default, new Problem(ProblemCode.RecipientMissing, $"Name the person, once: ?id=… or ?{string.Join("=…, ?", RenderRules.Kinds(settings).Skip(1))}=…"));
        }

        if (query.Keys.FirstOrDefault(name => name != kind) is not null)
        {
            return (default, new Problem(ProblemCode.BadParameter, $"This route takes '{kind}' and nothing else."));
        }

        return RenderRules.TryRecipient(kind, query[kind].ToString(), settings, out var person) is { } rule
            ? (default, new Problem(ProblemCode.BadParameter, $"'{kind}' {rule}."))
            : (person, null);
    }
}
