using System.Runtime.InteropServices;
using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>Writes PNG. Bands of rows that are those of a <see cref="PngPlate"/> are taken from it as they were compressed.</summary>
internal static class PngWriter
{
    /// <param name="frame">The picture.</param>
    /// <param name="opaque">Whether it is written without alpha.</param>
    /// <param name="plate">What of it does not change.</param>
    /// <param name="level">How hard the rest is compressed.</param>
    /// <param name="inTime">Whether it may go on; where it may not, what comes back is no picture. Null: it always may.</param>
    public static byte[] Write(Frame frame, bool opaque, PngPlate? plate, int level, Func<bool>? inTime = null)
    {
        var data = new PngData(frame, opaque, level, inTime ?? (() => true));
        if (plate is null)
        {
            var filter = FilterGuess.Of(frame, opaque);
            data.Add(0, frame.Height, _ => filter);
        }
        else
        {
            AddBands(data, frame, plate);
        }

        return new PngFile(frame.Width, frame.Height, opaque ? PngFile.Rgb : PngFile.Rgba).End(data.End());
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

        var file = new PngFile(frame.Width, frame.Height, PngFile.Indexed);
        file.Add("PLTE"u8, [.. palette.Colors.SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]);
        return file.End(PngData.Of(rows, level));
    }

    private static void AddBands(PngData data, Frame frame, PngPlate plate)
    {
        var same = 0;
        for (var band = 0; band < PngPlate.Count(frame.Height);)
        {
            if (plate.Has(band, frame))
            {
                data.Copy(plate.Compressed(band, same), plate.Sum(band), plate.Length(band));
                (band, same) = (band + 1, same + 1);
                continue;
            }

            var first = band;
            while (band < PngPlate.Count(frame.Height) && !plate.Has(band, frame))
            {
                band++;
            }

            data.Add(first * PngPlate.Rows, Math.Min(band * PngPlate.Rows, frame.Height), plate.Filter);
            same = 0;
        }
    }
}
