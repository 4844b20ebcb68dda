using System.Buffers.Binary;
using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>The compressed rows of a PNG, as they are put together.</summary>
/// <param name="frame">The picture.</param>
/// <param name="opaque">Whether it is written without alpha.</param>
/// <param name="level">How hard rows are compressed, 1 to 9.</param>
/// <param name="inTime">Whether it may go on; where it may not, rows are left out.</param>
#pragma warning disable CA1001 // A stream in memory holds nothing to be freed.
internal sealed class PngData(Frame frame, bool opaque, int level, Func<bool> inTime)
#pragma warning restore CA1001
{
    /// <summary>Pixels that are compressed before the time is looked at again: some milliseconds.</summary>
    private const int PixelsAtOnce = 1 << 18;

    /// <summary>How far the format looks back.</summary>
    private const int Window = 32 << 10;

    private readonly MemoryStream data = Begin();
    private uint sum = 1;

    /// <summary>Compresses rows that stand by themselves.</summary>
    /// <param name="from">The first.</param>
    /// <param name="until">Behind the last.</param>
    /// <param name="filter">By which each is filtered.</param>
    public void Add(int from, int until, Func<int, int> filter)
    {
        byte[] before = [];
        var step = Math.Max(PngPlate.Rows, PixelsAtOnce / frame.Width);
        for (var y = from; y < until && inTime(); y += step)
        {
            var rows = PngRows.Of(frame, opaque, y, Math.Min(y + step, until), filter);
            Deflater.Write(before.AsSpan(Math.Max(0, before.Length - Window)), rows, level, data);
            sum = Adler.Join(sum, Adler.Of(rows), rows.Length);
            before = rows;
        }
    }

    /// <summary>Takes over what was compressed before.</summary>
    public void Copy(ReadOnlySpan<byte> compressed, uint itsSum, int itsLength)
    {
        data.Write(compressed);
        sum = Adler.Join(sum, itsSum, itsLength);
    }

    public ReadOnlySpan<byte> End() => End(data, sum);

    /// <summary>Rows that are at hand as they are written.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> rows, int level)
    {
        var data = Begin();
        Deflater.Write([], rows, level, data);
        return End(data, Adler.Of(rows));
    }

    private static MemoryStream Begin()
    {
        var data = new MemoryStream(64 << 10);
        data.Write([0x78, 0x9C]);
        return data;
    }

    private static ReadOnlySpan<byte> End(MemoryStream data, uint sum)
    {
        data.Write(Deflater.End);
        Span<byte> end = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(end, sum);
        data.Write(end);
        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }
}
