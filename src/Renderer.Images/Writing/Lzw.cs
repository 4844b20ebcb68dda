using System.Buffers;

namespace Renderer.Images.Writing;

/// <summary>GIF's compression. Kept between frames, so that only what was used is cleared.</summary>
internal sealed class Lzw
{
    private const int MostCodes = 4_096;
    private const int MostBits = 12;
    private const int MostBlock = 255;

    private readonly int bits;
    private readonly short[] next;
    private readonly int[] used = new int[MostCodes];
    private int count;

    /// <param name="bits">Of a colour's index, 2 to 8.</param>
    public Lzw(int bits)
    {
        this.bits = bits;
        next = ArrayPool<short>.Shared.Rent(MostCodes << bits);
        next.AsSpan(0, MostCodes << bits).Clear();
    }

    /// <summary>Compresses a box of a picture of indices.</summary>
    public void Write(ReadOnlySpan<byte> indices, int stride, (int X, int Y, int Width, int Height) box, MemoryStream to)
    {
        var clear = 1 << bits;
        to.WriteByte((byte)bits);
        var blocks = new Blocks(to);
        var (size, free, code) = (bits + 1, clear + 2, -1);
        blocks.Put(clear, size);
        for (var y = box.Y; y < box.Y + box.Height; y++)
        {
            foreach (var index in indices.Slice((y * stride) + box.X, box.Width))
            {
                if (code < 0)
                {
                    code = index;
                    continue;
                }

                var at = (code << bits) | index;
                if (next[at] != 0)
                {
                    code = next[at];
                    continue;
                }

                blocks.Put(code, size);
                if (free < MostCodes)
                {
                    next[at] = (short)free;
                    used[count++] = at;
                    if (free == 1 << size && size < MostBits)
                    {
                        size++;
                    }

                    free++;
                }
                else
                {
                    blocks.Put(clear, size);
                    Clear();
                    (size, free) = (bits + 1, clear + 2);
                }

                code = index;
            }
        }

        blocks.Put(Math.Max(code, 0), size);
        if (free == 1 << size && size < MostBits)
        {
            size++;
        }

        blocks.Put(clear + 1, size);
        blocks.End();
        Clear();
    }

    /// <summary>Gives back what it worked with: nothing is written after it.</summary>
    public void End() => ArrayPool<short>.Shared.Return(next);

    private void Clear()
    {
        foreach (var at in used.AsSpan(0, count))
        {
            next[at] = 0;
        }

        count = 0;
    }

    /// <summary>Bits, lowest first, in blocks that say their length.</summary>
    private struct Blocks(MemoryStream to)
    {
        private readonly byte[] block = new byte[MostBlock];
        private int filled;
        private uint held;
        private int holds;

        public void Put(int code, int size)
        {
            held |= (uint)code << holds;
            for (holds += size; holds >= 8; holds -= 8, held >>= 8)
            {
                Add((byte)held);
            }
        }

        public void End()
        {
            if (holds > 0)
            {
                Add((byte)held);
            }

            Flush();
            to.WriteByte(0);
        }

        private void Add(byte one)
        {
            block[filled++] = one;
            if (filled == MostBlock)
            {
                Flush();
            }
        }

        private void Flush()
        {
            if (filled > 0)
            {
                to.WriteByte((byte)filled);
                to.Write(block, 0, filled);
                filled = 0;
            }
        }
    }
}
