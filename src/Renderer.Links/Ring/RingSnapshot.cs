using System.Collections.Frozen;

namespace Renderer.Links.Ring;

/// <summary>All keys as they were read: immutable, swapped whole.</summary>
internal sealed class RingSnapshot
{
    private readonly RingKey[] sealing;
    private readonly RingKey[] opaque;
    private readonly FrozenDictionary<uint, RingKey> byKid;

    public RingSnapshot(IEnumerable<RingKey> keys)
    {
        var newestFirst = keys.OrderByDescending(key => key.Created).ThenByDescending(key => key.Kid).ToArray();
        sealing = [.. newestFirst.Where(key => key.Family == KeyFamily.Seal)];
        opaque = [.. newestFirst.Where(key => key.Family == KeyFamily.Opaque)];
        byKid = sealing.ToFrozenDictionary(key => key.Kid);
    }

    public IEnumerable<RingKey> All => sealing.Concat(opaque);

    public RingKey? SealingKey(uint kid) => byKid.GetValueOrDefault(kid);

    public RingKey? OpaqueKey(uint kid) => Array.Find(opaque, key => key.Kid == kid);

    /// <summary>The key that seals under an id, else another, in a time that does not depend on whether it is listed.</summary>
    public RingKey SealingKeyOr(uint kid, RingKey otherwise)
    {
        var found = otherwise;
        foreach (var key in sealing)
        {
            found = key.Kid == kid ? key : found;
        }

        return found;
    }

    /// <summary>The key that makes new things now; null when all are retired.</summary>
    public RingKey? Active(KeyFamily family, DateTimeOffset now)
    {
        RingKey? eldestUnknown = null;
        foreach (var key in Of(family))
        {
            if (key.Retired <= now)
            {
                continue;
            }

            if (key.Created + KeyRing.ActiveAfter <= now)
            {
                return key;
            }

            // At first start all keys are new. The eldest is the one that the others are likeliest to know.
            eldestUnknown = key;
        }

        return eldestUnknown;
    }

    /// <summary>Every opaque key: the active one first, then from the newest to the oldest.</summary>
    public IEnumerable<RingKey> LookUpOrder(DateTimeOffset now)
    {
        var active = Active(KeyFamily.Opaque, now);
        return active is null || opaque.Length == 1 ? opaque : opaque.Where(key => key != active).Prepend(active);
    }

    /// <summary>The same keys as newly read, those that did not change with their subkeys.</summary>
    public RingSnapshot Become(IReadOnlyList<RingKey> read)
    {
        var known = All.ToHashSet();
        return new RingSnapshot(read.Select(key => known.TryGetValue(key, out var mine) ? mine : key));
    }

    public bool CanMakeNewThings(DateTimeOffset now) =>
        Active(KeyFamily.Seal, now) is not null && Active(KeyFamily.Opaque, now) is not null;

    private RingKey[] Of(KeyFamily family) => family == KeyFamily.Seal ? sealing : opaque;
}
