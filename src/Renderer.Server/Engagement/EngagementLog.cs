using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Open.Classing;

namespace Renderer.Server.Engagement;

/// <summary>Takes down what an ESP tells: counted once, and recorded of its message and person as opens are.</summary>
internal sealed class EngagementLog(OpenEvents events, ISealing sealing, ErasureBoard erased, TemplateLibrary library, OpenClassing classing, TimeProvider clock)
{
    /// <summary>True when all of it is in the ledger, or on this node's disk.</summary>
    public Task<bool> WriteAsync(WorkspaceName workspace, EspSettings esp, IReadOnlyList<MailEvent> told, CancellationToken cancellationToken)
    {
        var templates = library.Names(workspace);
        var now = Instant.From(clock.GetUtcNow());
        return events.WriteAsync([.. told.Select(one => Of(workspace, esp, one, templates.Contains(one.Template ?? "") ? one.Template! : "", now))], cancellationToken);
    }

    /// <summary>The person's names, the CRM's id first.</summary>
    public static IReadOnlyList<Identifier> PersonOf(MailEvent told) =>
    [
        .. told.PersonId is { } id ? [Identifier.Id(id)] : Array.Empty<Identifier>(),
        .. told.Address is { } address ? [Identifier.Email(address)] : Array.Empty<Identifier>(),
    ];

    private OpenEvent Of(WorkspaceName workspace, EspSettings esp, MailEvent told, string template, Instant now)
    {
        var kind = told.Meaning.Kind!.Value;
        var asker = ClassOf(told, kind);
        EngagementMetrics.Heard(esp.Kind, kind, asker);
        var person = PersonOf(told);

        // A mail may be older than an erasure, and none of these says how old it is: of whoever was erased they stay nobody's.
        var names = person.Any(name => erased.ErasedAt(workspace, name) is not null) ? [] : person.Select(name => PersonNames.Opaque(sealing, workspace, name)).ToList();
        return new OpenEvent
        {
            Workspace = workspace,
            At = told.At is { } at && at < now ? at : now,
            Kind = kind,
            Class = asker,
            Person = names.FirstOrDefault(),
            Aliases = [.. names.Skip(1)],
            Once = told.Id is { } id ? sealing.Opaque("esp event", $"{esp.Name}\n{kind}\n{id}") : null,
            Message = told.MessageId is { } message ? MessageNames.HashOf(message) : 0,
            Template = template,
        };
    }

    /// <summary>As the ESP says, else as our own rules tell from the agent and address that it names.</summary>
    private OpenClass ClassOf(MailEvent told, OpenKind kind) => told switch
    {
        { Class: { } said } => said,
        { Agent: { Length: > 0 } agent } when kind is OpenKind.EspOpen or OpenKind.EspClick =>
            classing.OfTold(agent, told.From, kind == OpenKind.EspOpen ? OpenKind.Pixel : OpenKind.Click),
        _ => OpenClass.Person,
    };
}
