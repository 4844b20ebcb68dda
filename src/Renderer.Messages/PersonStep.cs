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

        // Before the CRM is asked: whoever does not want to be known is not looked up.
        if (order.Recipient is { } recipient && consents is not null
            && IsWithdrawn(order, PersonNames.OpaqueEach(sealing, order.Workspace, recipient)))
        {
            return Person.Withheld(null);
        }

        if (reading is null && (!order.Fetch || order.Recipient is null || template.Reads.IsEmpty))
        {
            return Person.OfRequest(order.Profile);
        }

        reading ??= await profiles.ReadAsync(
            order.Workspace, order.Recipient!.Value, ReadsOf(template, order.Workspace), order.Budget.Less(MessageDesk.Reserve(order.Budget)), cancellationToken);
        return Told(order, reading) ? Person.Withheld(reading) : Person.OfReading(reading, order.Profile);
    }

    /// <summary>Notes what the attributes say; true when the person does not want mails to be personal.</summary>
    private bool Told(MessageOrder order, ProfileReading reading)
    {
        if (consents is null || reading.OpaqueNames.Count == 0)
        {
            return false;
        }

        var settings = library.Settings(order.Workspace).Consent;
        if (settings != ConsentSettings.None)
        {
            consents.Note(order.Workspace, reading.OpaqueNames, settings.Of(reading.Profile));
        }

        return IsWithdrawn(order, reading.OpaqueNames);
    }

    private bool IsWithdrawn(MessageOrder order, IEnumerable<string> names) =>
        consents!.Of(order.Workspace, names).Personalization == Consent.Withdrawn;
}
