using System.Buffers;
using System.Buffers.Binary;
using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>Writes PNG. Bands of rows that are those of a <see cref="PngPlate"/> are taken from it as they were compressed.</summary>
internal static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [137, 80, 78, 71, 13, 10, 26, 10];

    public static byte[] Write(Frame frame, bool opaque, PngPlate? plate, int level)
    {
        var to = new MemoryStream(64 << 10);
        to.Write(Signature);
        Header(to, frame.Width, frame.Height, (byte)(opaque ? 2 : 6));
        var data = new MemoryStream(64 << 10);
        data.Write([0x78, 0x9C]);
        var sum = 1u;
        for (var band = 0; band < PngPlate.Count(frame.Height);)
        {
            if (plate?.Has(band, frame) == true)
            {
                data.Write(plate.Compressed(band));
                sum = Adler.Join(sum, plate.Sum(band), plate.Length(band));
                band++;
                continue;
            }

            var first = band;
            while (band < PngPlate.Count(frame.Height) && plate?.Has(band, frame) != true)
            {
                band++;
            }

            sum = WriteRows(frame, opaque, plate, first, band, level, data, sum);
        }

        data.Write(Deflater.End);
        Span<byte> end = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(end, sum);
        data.Write(end);
        Chunk(to, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        Chunk(to, "IEND"u8, default);
        return to.ToArray();
    }

    /// <summary>The compressed rows of some bands, filtered one way.</summary>
    /// <returns>Their check sum and length.</returns>
    public static (uint Sum, int Length) Compress(Frame frame, bool opaque, int fromRow, int toRow, Func<int, int> filter, int level, MemoryStream to)
    {
        var step = opaque ? 3 : 4;
        var length = frame.Width * step;
        var pool = ArrayPool<byte>.Shared;
        var (rows, work) = (pool.Rent((length + 1) * (toRow - fromRow)), pool.Rent(2 * length));
        var (now, above) = (work.AsMemory(0, length), work.AsMemory(length, length));
        if (fromRow > 0)
        {
            PngRows.Colors(frame.Row(fromRow - 1), above.Span, opaque);
        }

        for (var y = fromRow; y < toRow; y++)
        {
            PngRows.Colors(frame.Row(y), now.Span, opaque);
            PngRows.Filter(filter(y), now.Span, y == 0 ? default : above.Span, step, rows.AsSpan((y - fromRow) * (length + 1)));
            (now, above) = (above, now);
        }

        var all = rows.AsSpan(0, (length + 1) * (toRow - fromRow));
        Deflater.Write(all, level, to);
        var sum = Adler.Of(all);
        pool.Return(rows);
        pool.Return(work);
        return (sum, all.Length);
    }

    private static uint WriteRows(Frame frame, bool opaque, PngPlate? plate, int firstBand, int endBand, int level, MemoryStream to, uint sum)
    {
        var (from, until) = (firstBand * PngPlate.Rows, Math.Min(endBand * PngPlate.Rows, frame.Height));
        var (own, length) = Compress(frame, opaque, from, until, y => plate?.Filter(y) ?? PngRows.Sub, level, to);
        return Adler.Join(sum, own, length);
    }

    private static void Header(MemoryStream to, int width, int height, byte kind)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, kind);
        header[10..].Clear();
        Chunk(to, "IHDR"u8, header);
    }

    private static void Chunk(MemoryStream to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        to.Write(number);
        to.Write(name);
        to.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc.Of(name, data));
        to.Write(number);
    }
}
