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
            return await WithFurtherAsync(home, [.. entry.Identifiers.Prepend(person).Distinct()], entry.Json);
        }

        // Not joined to a fetch that is under way: it may hang, and what it brings is about to be erased.
        var answer = await crm.ReadAsync(person, home.Plan is null ? ReadSet.None : home.Union, Budget.Start(time, NamesWithin), cancellationToken);
        var known = answer.Person is { } read ? read.Identifiers.Prepend(Identifier.Id(read.Id))
            : found.IsUsable ? found.Entry!.Identifiers
            : [];
        var asked = answer.Reason is Reason.None or Reason.ProfileMissing;
        Identifier[] names = [.. known.Prepend(person).Distinct()];
        return asked || names.Any(name => name.Kind == Identifier.IdKind)
            ? await WithFurtherAsync(home, names, answer.Person?.Json ?? (found.IsUsable ? found.Entry!.Json : default))
            : null;
    }

    // What further connections know is filed under names of their own.
    private async Task<Identifier[]> WithFurtherAsync(Workspace home, Identifier[] names, ReadOnlyMemory<byte> json)
    {
        if (home.Plan is not { } plan)
        {
            return names;
        }

        var all = new List<Identifier>(names);
        var said = new List<ReadOnlyMemory<byte>> { json };
        foreach (var further in plan.Further)
        {
            var who = further.Who(said[further.From], names);
            var entry = who is null || further.Workspace is not { } there
                ? null
                : (await lookup.HeldAsync(there, lookup.Ask(there, who.Value, ReadSet.None))).Entry;
            said.Add(entry?.Json ?? default);
            all.AddRange(who is { } name ? [name, .. entry?.Identifiers ?? []] : []);
        }

        return [.. all.Distinct()];
    }

    /// <summary>Drops what is kept under these opaque names here, in Redis, and in other nodes' memory.</summary>
    public async Task<ForgetCounts> DropAsync(Workspace home, IReadOnlyList<string> names)
    {
        var counts = await store.RemoveAsync(home.Name, names);
        return counts with { Redis = counts.Redis + await claims.ForgetAsync(home.Name, names) };
    }
}
