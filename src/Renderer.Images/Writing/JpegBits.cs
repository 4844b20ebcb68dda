using System.Numerics;

namespace Renderer.Images.Writing;

/// <summary>Writes the values of blocks as bits.</summary>
#pragma warning disable CA1001 // A stream in memory holds nothing to be freed.
internal sealed class JpegBits
#pragma warning restore CA1001
{
    /// <summary>A value has no more than this in a file of 8 bits.</summary>
    private const int MostValue = 1_023;

    private const int ZeroRun = 0xF0;

    private readonly MemoryStream to = new(2 << 10);
    private ulong held;
    private int holds;

    /// <summary>Writes a block.</summary>
    /// <param name="block">Its values, as they stand.</param>
    /// <param name="table">0 for luma, 1 for chroma.</param>
    /// <param name="before">The mean of the block before it of the same kind; it becomes this one's.</param>
    public void Add(ReadOnlySpan<int> block, int table, ref int before)
    {
        var (mean, runs) = (block[0], JpegTables.Runs(table));
        Value(JpegTables.Means(table), 0, mean - before);
        before = mean;
        var run = 0;
        foreach (var at in JpegTables.ZigZag[1..])
        {
            var value = block[at];
            if (value == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
            {
                Code(runs[ZeroRun]);
            }

            Value(runs, run << 4, Math.Clamp(value, -MostValue, MostValue));
            run = 0;
        }

        if (run > 0)
        {
            Code(runs[0]);
        }
    }

    /// <summary>Fills the last byte and begins anew.</summary>
    public byte[] End()
    {
        if ((holds & 7) > 0)
        {
            Put(0xFF, 8 - (holds & 7));
        }

        Flush();
        var made = to.ToArray();
        to.SetLength(0);
        (held, holds) = (0, 0);
        return made;
    }

    /// <summary>How many bits a value has, by a code, then the value; negative ones lessened by one.</summary>
    private void Value(uint[] codes, int run, int value)
    {
        var bits = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        Code(codes[run | bits]);
        Put((uint)(value < 0 ? value - 1 : value), bits);
    }

    private void Code(uint code) => Put(code & 0xFFFF, (int)(code >> 16));

    private void Put(uint value, int bits)
    {
        held = held << bits | (value & ((1u << bits) - 1));
        holds += bits;
        if (holds > 32)
        {
            Flush();
        }
    }

    private void Flush()
    {
        for (; holds >= 8; holds -= 8)
        {
            var one = (byte)(held >> (holds - 8));
            to.WriteByte(one);
            if (one == 0xFF)
            {
                to.WriteByte(0);
            }
        }
    }
}
