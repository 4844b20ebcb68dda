using System.Numerics;

namespace Renderer.Ledger;

/// <summary>A Bloom filter over the names of claims: what it does not hold was never added; of the rest it errs on one in forty at most.</summary>
internal sealed class ClaimFilter
{
    private const int Probes = 4;
    private const int BitsEach = 8;
    private const long LeastBits = 1L << 23;

    // 64 MB; beyond it more questions than needed go to the ledger.
    private const long MostBits = 1L << 29;

    private readonly ulong[] words;
    private readonly ulong mask;
    private readonly long most;
    private long added;

    /// <summary>Makes room for twice as many as there are.</summary>
    public ClaimFilter(long count)
    {
        var bits = Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)(count * 2 * BitsEach)), LeastBits, MostBits);
        words = new ulong[bits / 64];
        mask = (ulong)bits - 1;
        most = Math.Max(bits / BitsEach, count * 2);
    }

    /// <summary>It is time for one that is larger, or without what has expired.</summary>
    public bool IsFull => added >= most;

    public void Add(string name)
    {
        added++;
        var (at, step) = Places(name);
        for (var i = 0; i < Probes; i++, at += step)
        {
            words[(at & mask) >> 6] |= 1UL << (int)(at & 63);
        }
    }

    public bool MayHold(string name)
    {
        var (at, step) = Places(name);
        for (var i = 0; i < Probes; i++, at += step)
        {
            if ((Volatile.Read(ref words[(at & mask) >> 6]) & (1UL << (int)(at & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // FNV-1a: names are 128 bits of an HMAC, and spread by themselves.
    private static (ulong At, ulong Step) Places(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return (hash & uint.MaxValue, (hash >> 32) | 1);
    }
}
