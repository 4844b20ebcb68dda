using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>All that is kept of one person: under which names, and the dropping of it.</summary>
internal sealed class Dossier(Lookup lookup, ProfileStore store, RedisClaims claims, TimeProvider time)
{
    // Erasing waits longer than a render: it is the only moment at which all names can be found.
    private static readonly TimeSpan NamesWithin = TimeSpan.FromSeconds(2);

    /// <summary>Every identifier that is known of a person, the given one first; null when the id, under which most is filed, cannot be found out now.</summary>
    public async Task<IReadOnlyList<Identifier>?> NamesAsync(Workspace home, Identifier person, CancellationToken cancellationToken)
    {
        if (home.People is not { } crm)
        {
            return [person];
        }

        var found = await lookup.HeldAsync(home, lookup.Ask(home, person, ReadSet.None));
        if (found is { IsFresh: true, Entry: { Kind: EntryKind.Person } entry })
        {
            return [.. entry.Identifiers.Prepend(person).Distinct()];
        }

        // Not joined to a fetch that is under way: it may hang, and what it brings is about to be erased.
        var answer = await crm.ReadAsync(person, ReadSet.None, Budget.Start(time, NamesWithin), cancellationToken);
        var known = answer.Person is { } read ? read.Identifiers.Prepend(Identifier.Id(read.Id))
            : found.IsUsable ? found.Entry!.Identifiers
            : [];
        var asked = answer.Reason is Reason.None or Reason.ProfileMissing;
        Identifier[] names = [.. known.Prepend(person).Distinct()];
        return asked || names.Any(name => name.Kind == Identifier.IdKind) ? names : null;
    }

    /// <summary>Drops what is kept under these opaque names here, in Redis, and in other nodes' memory.</summary>
    public async Task<ForgetCounts> DropAsync(Workspace home, IReadOnlyList<string> names)
    {
        var counts = await store.RemoveAsync(home.Name, names);
        return counts with { Redis = counts.Redis + await claims.ForgetAsync(home.Name, names) };
    }
}
