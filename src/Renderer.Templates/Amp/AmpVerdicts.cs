using System.Collections.Concurrent;

namespace Renderer.Templates.Amp;

/// <summary>Checks a template's documents, those of one shape once: most differ in their text alone.</summary>
internal sealed class AmpVerdicts
{
    // 16 bytes each: a template whose every document has a shape of its own forgets now and then.
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<UInt128, bool> good = [];

    // Counted beside: the dictionary's own count takes all its locks.
    private int count;

    /// <summary>What is wrong with a document; nothing where one of its shape was valid.</summary>
    /// <param name="document">As it would be sent.</param>
    /// <param name="shape">Of what it was made from.</param>
    public IReadOnlyList<AmpFault> Check(string document, UInt128 shape)
    {
        if (good.ContainsKey(shape))
        {
            return AmpRules.CheckSize(document);
        }

        var faults = AmpRules.Check(document);
        if (faults.Count == 0 && good.TryAdd(shape, true) && Interlocked.Increment(ref count) > Most)
        {
            // In this order what is added meanwhile is counted, and at worst forgotten early.
            Interlocked.Exchange(ref count, 0);
            good.Clear();
        }

        return faults;
    }
}
