using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Renderer.Fuzz;

/// <summary>The edges that a run took, as SharpFuzz's instrumentation counts them (AFL's map of 64 KB), and those that were ever taken.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;
    private readonly byte* map = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] seen = new byte[Size];

    public Coverage() => Trace.SharedMem = map;

    /// <summary>How many edges were ever taken.</summary>
    public int Edges { get; private set; }

    public void Begin()
    {
        new Span<byte>(map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether this run took an edge that no run before took, or took one as often as none before.</summary>
    public bool IsNew()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(map, Size / 8);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
            {
                continue;
            }

            for (var at = word * 8; at < (word + 1) * 8; at++)
            {
                var bucket = Bucket(map[at]);
                if ((seen[at] & bucket) != bucket)
                {
                    Edges += seen[at] == 0 ? 1 : 0;
                    seen[at] |= bucket;
                    isNew = true;
                }
            }
        }

        return isNew;
    }

    // AFL's buckets: once, twice, three times, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more.
    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
