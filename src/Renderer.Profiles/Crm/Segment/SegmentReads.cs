using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>
/// Reads one person: the traits, page by page, and beside them, where the person was not asked for by the user's id, that id. Without it no
/// change event, which names users by their id, could be matched with what was read by an address.
/// </summary>
internal sealed class SegmentReads(CrmClient client, ISegmentProfiles profiles, SegmentNames names, AttributeMap map)
{
    /// <summary>The most that Segment gives on a page.</summary>
    private const int OnPage = 200;

    /// <summary>More traits than so many pages hold are no profile that a mail could wait for.</summary>
    private const int MostPages = 20;

    /// <summary>Characters of names beyond which all traits are asked for: an address must not become too long.</summary>
    private const int MostInInclude = 2000;

    private const int IdsOnPage = 100;
    private const string Email = "email";

    public async ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (!SegmentNames.CanBeNamed(person))
        {
            return new CrmAnswer(null, Reason.ProfileMissing);
        }

        var wanted = map.PropertiesFor(reads);
        var place = names.PathOf(person);
        var ids = person.Kind == Identifier.IdKind ? null : IdsAsync(place, budget, cancellationToken).AsTask();
        var (traits, reason) = await TraitsAsync(place, wanted, budget, cancellationToken);
        var (known, idsReason) = ids is null ? ([names.Person(person.Value)], Reason.None) : await ids;
        return (reason, idsReason) switch
        {
            (Reason.ProfileMissing, _) or (_, Reason.ProfileMissing) => new CrmAnswer(null, Reason.ProfileMissing),
            (Reason.None, Reason.None) => new CrmAnswer(Person(person, place, traits, known, reads), Reason.None),
            (Reason.None, var why) => new CrmAnswer(null, why),
            var (why, _) => new CrmAnswer(null, why),
        };
    }

    private CrmPerson Person(
        Identifier asked, string place, Dictionary<string, JsonElement> traits, IReadOnlyList<Identifier> known, ReadSet reads)
    {
        var identifiers = known.ToList();
        if (asked.Kind != Identifier.IdKind)
        {
            identifiers.Add(asked); // Segment found them by it
        }
        else if (traits.TryGetValue(Email, out var email) && email.ValueKind == JsonValueKind.String)
        {
            identifiers.AddRange(names.Of(Email, email.GetString()!));
        }

        // Who was never identified has no user's id, and is filed under the name that finds them.
        var id = identifiers.FirstOrDefault(name => name.Kind == Identifier.IdKind, Identifier.Id(place));
        return new CrmPerson(
            id.Value,
            [.. identifiers.Where(name => name != id).Distinct()],
            map.ToJson(reads, property => traits.TryGetValue(property, out var value) ? value : null));
    }

    private async ValueTask<(Dictionary<string, JsonElement> Traits, Reason Reason)> TraitsAsync(
        string place, IReadOnlyList<string> wanted, Budget budget, CancellationToken cancellationToken)
    {
        var traits = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var include = wanted.Any(name => name.Contains(',', StringComparison.Ordinal)) || wanted.Sum(name => name.Length + 1) > MostInInclude
            ? null
            : string.Join(',', wanted);
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await client.AskAsync(
                CrmCallKind.One, 1, budget, (call, end) => profiles.TraitsAsync(place, OnPage, include, next, call, end), cancellationToken);
            if (reply.Reason != Reason.None || reply.Value!.Traits.ValueKind != JsonValueKind.Object)
            {
                return (traits, reply.Reason == Reason.None ? Reason.CrmError : reply.Reason);
            }

            foreach (var trait in reply.Value.Traits.EnumerateObject())
            {
                traits[trait.Name] = trait.Value;
            }

            next = reply.Value.Cursor is { HasMore: true, Next: { Length: > 0 } cursor } ? cursor : null;
            if (next is null || wanted.All(traits.ContainsKey))
            {
                return (traits, Reason.None);
            }
        }

        return (traits, Reason.CrmError);
    }

    private async ValueTask<(IReadOnlyList<Identifier> Known, Reason Reason)> IdsAsync(string place, Budget budget, CancellationToken cancellationToken)
    {
        var reply = await client.AskAsync(
            CrmCallKind.One, 1, budget, (call, end) => profiles.ExternalIdsAsync(place, IdsOnPage, names.Types, call, end), cancellationToken);
        return reply.Reason != Reason.None
            ? ([], reply.Reason)
            : ([.. (reply.Value?.Data ?? []).SelectMany(one => one is { Type: { } type, Id: { } id } ? names.Of(type, id) : [])], Reason.None);
    }
}
