using Renderer.Messages.Linking;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Reads the person for whom a link was made, as a send reads its recipient, within less time.</summary>
internal sealed class OpenPeople(PersonStep people, SentMessages sent, ISealing sealing, TimeProvider clock)
{
    /// <summary>What drawing and answering keep of the budget.</summary>
    private static readonly TimeSpan Drawing = TimeSpan.FromMilliseconds(60);

    /// <summary>The person, and what a template sees.</summary>
    /// <param name="order">What is asked for.</param>
    /// <param name="template">The version that is shown.</param>
    /// <param name="hasRecord">The message's record has something that is shown.</param>
    /// <param name="look">How it is looked at.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async ValueTask<OpenPerson> ReadAsync(
        OpenOrder order, Template template, bool hasRecord, OpenLook look, CancellationToken cancellationToken)
    {
        var facts = order.Facts;
        IReadOnlyList<string> names = facts.Person is { } known ? PersonNames.OpaqueEach(sealing, facts.Workspace, known)
            : facts.Recipient is { } opaque ? [opaque]
            : [];
        var isInvented = facts.Person?.Kind == LinkStep.SampleKind;
        var isHidden = facts.Person is null && names.Count > 0;
        var record = hasRecord || isHidden ? await sent.FindAsync(facts, names, cancellationToken) : null;
        var reserve = Drawing > MessageDesk.Reserve(order.Budget) ? Drawing - MessageDesk.Reserve(order.Budget) : TimeSpan.Zero;
        var mail = new MessageOrder
        {
            Workspace = facts.Workspace,
            Template = template.Name,
            Recipient = isInvented ? null : facts.Person ?? record?.Request.Recipient,
            MessageId = facts.Message.Text,
            Data = record?.Request.Data ?? default,
            Profile = record?.Request.Profile ?? default,
            Fetch = record?.Request.Fetch ?? true,
            Locale = record?.Request.Locale,
            TimeZone = record?.Request.TimeZone,
            Budget = order.Budget.Less(reserve),
        };
        var person = isInvented ? Person.OfSample(template.Samples.FirstOrDefault(sample => sample.Name == facts.Person!.Value.Value))
            : isHidden && mail.Recipient is null ? Unknown
            : await people.ReadAsync(template, mail, null, cancellationToken);
        return new OpenPerson
        {
            Person = person,
            Names = [.. names.Concat(person.OpaqueNames).Concat(isHidden && mail.Recipient is { } hidden ? PersonNames.OpaqueEach(sealing, facts.Workspace, hidden) : []).Distinct()],
            Bearer = isInvented || names.Count == 0 ? null : facts.Person is { } someone ? $"{someone.Kind}\n{someone.Value}" : names[0],
            Scope = Scopes.Make(mail, person, clock, look),
            Record = record,
            LacksRecord = record is null ? hasRecord || isHidden : record.Request.IsCut,
        };
    }

    /// <summary>Whether what was decided of a link's person may be shown, as far as can be told without asking: nobody who is known said that they do not want it.</summary>
    public bool MaySayAnything(LinkFacts facts) => facts switch
    {
        { Person: { } person } => !people.IsWithheld(new MessageOrder { Workspace = facts.Workspace, Template = "", Recipient = person, Budget = Budget.Start(clock, TimeSpan.Zero) }),
        _ => facts.Recipient is null,
    };

    private static Person Unknown => new() { State = ProfileState.Unavailable, Profile = Profile.Empty, Reason = Reason.RecordMissing };
}

/// <summary>The person for whom a link was made, as it is opened.</summary>
internal sealed record OpenPerson
{
    /// <summary>Attributes, and how good they are.</summary>
    public required Person Person { get; init; }

    /// <summary>The opaque names, one that is written first; empty for nobody.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How the links of this message name the person, over a rotation of keys, too; null for nobody, and for an invented person.</summary>
    public required string? Bearer { get; init; }

    /// <summary>What a template sees.</summary>
    public required RenderScope Scope { get; init; }

    /// <summary>The message's record; null where it was not needed, or not to be had.</summary>
    public SentMessage? Record { get; init; }

    /// <summary>A record was needed, and not to be had, or not whole.</summary>
    public bool LacksRecord { get; init; }

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => "an opened mail's person";
}
