using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>Turns what HubSpot answered into people: typed, under our names, and each the one that was asked for.</summary>
internal sealed class HubSpotAnswers(ConnectionSettings settings, AttributeMap map, ConnectionWatch watch)
{
    /// <summary>The answer about one person.</summary>
    public CrmAnswer One(HubSpotContact? contact, Identifier asked, ReadSet reads)
    {
        if (Person(contact, reads) is not { } person)
        {
            return new CrmAnswer(null, Reason.CrmError);
        }

        if (!HubSpotIdentity.Is(person, asked))
        {
            watch.MixedUp();
            return new CrmAnswer(null, Reason.CrmError);
        }

        return contact!.Archived ? new CrmAnswer(null, Reason.ProfileMissing) : new CrmAnswer(person, Reason.None);
    }

    /// <summary>The answers about many people, in the order asked. Who is named by no result and no other error is not there.</summary>
    public IReadOnlyList<CrmAnswer> Many(HubSpotBatch? batch, IReadOnlyList<Identifier> asked, ReadSet reads)
    {
        var complete = batch is { Status: null or "COMPLETE", Results: not null };
        var absent = complete && (batch!.Errors ?? []).All(error => error?.Category == "OBJECT_NOT_FOUND") ? Reason.ProfileMissing : Reason.CrmError;
        var people = complete ? People(batch!.Results!, reads) : [];
        var byName = new Dictionary<Identifier, CrmPerson>();
        foreach (var person in people)
        {
            foreach (var name in person.Identifiers.Prepend(Identifier.Id(person.Id)))
            {
                byName.TryAdd(name, person);
            }
        }

        return [.. asked.Select(name => Find(name) is { } person
            ? new CrmAnswer(person, Reason.None)
            : new CrmAnswer(null, absent))];

        // A lookup that HubSpot compares without case may come back in another one; but never for a person who was asked for by name.
        CrmPerson? Find(Identifier name) => byName.GetValueOrDefault(name)
            ?? people.Find(person => HubSpotIdentity.Is(person, name) && !person.Identifiers.Intersect(asked).Any());
    }

    /// <summary>Whether a 404 speaks of the contact, in HubSpot's way. Else it is the address that is wrong, and nobody is missing.</summary>
    public static bool IsNobody(string? body) =>
        HubSpotError.Parse(Encoding.UTF8.GetBytes(body ?? "")) is { } error && (error.Status == "error" || error.Category is not null);

    /// <summary>The people of a list of contacts; the archived are none.</summary>
    public List<CrmPerson> People(IReadOnlyList<HubSpotContact?> contacts, ReadSet reads) =>
        [.. contacts.Where(contact => contact?.Archived == false).Select(contact => Person(contact, reads)).OfType<CrmPerson>()];

    private CrmPerson? Person(HubSpotContact? contact, ReadSet reads) =>
        contact is { Id.Length: > 0, Properties: not null }
            ? new CrmPerson(contact.Id, HubSpotIdentity.NamesOf(contact, settings), map.ToJson(reads, contact.Properties))
            : null;
}
