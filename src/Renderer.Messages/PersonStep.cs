using System.Runtime.CompilerServices;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Reads the person of a message, and keeps away what they do not want to be used.</summary>
/// <param name="profiles">Reads people.</param>
/// <param name="library">Which attributes say what people agreed to.</param>
/// <param name="consents">What they agreed to; null: nobody was asked.</param>
/// <param name="sealing">Makes the opaque names.</param>
public sealed class PersonStep(ProfileReader profiles, TemplateLibrary library, Consents? consents, ISealing sealing)
{
    private readonly ConditionalWeakTable<Template, Tuple<ConsentSettings, ReadSet>> reads = [];

    /// <summary>What is read of a person for a template: what it reads itself, and what says whether it may.</summary>
    internal ReadSet ReadsOf(Template template, WorkspaceName workspace)
    {
        var consent = library.Settings(workspace).Consent;
        if (consent == ConsentSettings.None || template.Reads.IsEmpty)
        {
            return template.Reads;
        }

        if (!reads.TryGetValue(template, out var known) || !ReferenceEquals(known.Item1, consent))
        {
            known = Tuple.Create(consent, template.Reads.Union(consent.Reads));
            reads.AddOrUpdate(template, known);
        }

        return known.Item2;
    }

    /// <summary>The person, from the CRM, the request or a sample.</summary>
    internal async ValueTask<Person> ReadAsync(
        Template template, MessageOrder order, ProfileReading? reading, CancellationToken cancellationToken)
    {
        if (order.Proof)
        {
            return Person.OfSample(template);
        }

        // Before the CRM is asked: whoever said that they do not want to be known is not looked up.
        if (IsWithheld(order))
        {
            return Person.Withheld(null);
        }

        if (reading is null && (!order.Fetch || order.Recipient is null || template.Reads.IsEmpty))
        {
            return Tells(order, null) ? Person.Withheld(null) : Person.OfRequest(order.Profile);
        }

        if (reading is null)
        {
            reading = await profiles.ReadAsync(
                order.Workspace, order.Recipient!.Value, ReadsOf(template, order.Workspace), order.Budget.Less(MessageDesk.Reserve(order.Budget)), cancellationToken);
            Note(order, reading);
        }

        return Tells(order, reading) ? Person.Withheld(reading) : Person.OfReading(reading, order.Profile);
    }

    /// <summary>
    /// The recipient stated that mails are not to be personal, so that nobody need be looked up. Where an attribute said so the CRM is asked: nothing
    /// else can take it back.
    /// </summary>
    internal bool IsWithheld(MessageOrder order) =>
        consents is not null && order.Recipient is { } recipient
        && consents.Find(order.Workspace, PersonNames.OpaqueEach(sealing, order.Workspace, recipient)).Stated.Personalization == Consent.Withdrawn;

    /// <summary>Notes what the attributes say; of a real reading, read for a message. A stale one may be from before the person said otherwise.</summary>
    internal void Note(MessageOrder order, ProfileReading reading)
    {
        var settings = library.Settings(order.Workspace).Consent;
        if (consents is null || settings == ConsentSettings.None || reading.OpaqueNames.Count == 0 || !IsFresh(settings.Reads, reading))
        {
            return;
        }

        try
        {
            consents.Note(order.Workspace, reading.OpaqueNames, settings.Of(reading.Profile));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape ("\ud800") is JSON, but no text. It costs its own message, never the others of a batch.
        }
    }

    /// <summary>
    /// True when the person does not want mails to be personal: as stated, as this reading says, stale or not, and as attributes said before, unless
    /// this reading is fresh and takes the place of that. The stricter holds.
    /// </summary>
    private bool Tells(MessageOrder order, ProfileReading? reading)
    {
        if (consents is null || order.Recipient is not { } recipient)
        {
            return false;
        }

        var names = reading is { OpaqueNames: { Count: > 0 } known } ? known : PersonNames.OpaqueEach(sealing, order.Workspace, recipient);
        var (stated, noted) = consents.Find(order.Workspace, names);
        var settings = library.Settings(order.Workspace).Consent;
        var said = reading is null || settings == ConsentSettings.None ? noted
            : IsFresh(settings.Reads, reading) ? settings.Of(reading.Profile)
            : noted.And(settings.Of(reading.Profile));
        return stated.And(said).Personalization == Consent.Withdrawn;
    }

    private static bool IsFresh(ReadSet attributes, ProfileReading reading) => reading.State switch
    {
        ProfileState.Fresh => true,
        ProfileState.Stale => !reading.StaleAttributes.IsEmpty && !attributes.Names.Any(reading.StaleAttributes.Reads),
        _ => false,
    };
}
