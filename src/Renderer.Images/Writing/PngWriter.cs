using System.Buffers.Binary;
using System.Runtime.InteropServices;
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
        var sum = plate is null
            ? WriteRows(frame, opaque, 0, frame.Height, Uniform(FilterGuess.Of(frame, opaque)), level, data, 1)
            : WriteBands(frame, plate, level, data);
        End(to, data, sum);
        return to.ToArray();
    }

    /// <summary>Writes an opaque picture of few colours as their indices.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="colors">How many there may be, 2 to 256; where there are no more, nothing is lost.</param>
    /// <param name="level">How hard it is compressed.</param>
    public static byte[] WriteIndexed(Frame frame, int colors, int level)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(frame.Pixels);
        var palette = new Palette();
        palette.Count(pixels);
        palette.Choose(colors);
        var rows = new byte[(frame.Width + 1) * frame.Height];
        for (var y = 0; y < frame.Height; y++)
        {
            palette.Map(pixels.Slice(y * frame.Width, frame.Width), rows.AsSpan((y * (frame.Width + 1)) + 1));
        }

        var to = new MemoryStream(32 << 10);
        to.Write(Signature);
        Header(to, frame.Width, frame.Height, 3);
        Chunk(to, "PLTE"u8, [.. palette.Colors.SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]);
        var data = new MemoryStream(32 << 10);
        data.Write([0x78, 0x9C]);
        Deflater.Write([], rows, level, data);
        End(to, data, Adler.Of(rows));
        return to.ToArray();
    }

    private static void End(MemoryStream to, MemoryStream data, uint sum)
    {
        data.Write(Deflater.End);
        Span<byte> end = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(end, sum);
        data.Write(end);
        Chunk(to, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        Chunk(to, "IEND"u8, default);
    }

    private static uint WriteBands(Frame frame, PngPlate plate, int level, MemoryStream to)
    {
        var (sum, same) = (1u, 0);
        for (var band = 0; band < PngPlate.Count(frame.Height);)
        {
            if (plate.Has(band, frame))
            {
                to.Write(plate.Compressed(band, same));
                sum = Adler.Join(sum, plate.Sum(band), plate.Length(band));
                (band, same) = (band + 1, same + 1);
                continue;
            }

            var first = band;
            while (band < PngPlate.Count(frame.Height) && !plate.Has(band, frame))
            {
                band++;
            }

            sum = WriteRows(frame, plate.Opaque, first * PngPlate.Rows, Math.Min(band * PngPlate.Rows, frame.Height), plate.Filter, level, to, sum);
            same = 0;
        }

        return sum;
    }

    private static Func<int, int> Uniform(int filter) => _ => filter;

    private static uint WriteRows(Frame frame, bool opaque, int from, int until, Func<int, int> filter, int level, MemoryStream to, uint sum)
    {
        var rows = PngRows.Of(frame, opaque, from, until, filter);
        Deflater.Write([], rows, level, to);
        return Adler.Join(sum, Adler.Of(rows), rows.Length);
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
