using System.Drawing;
using System.Globalization;
using SkiaSharp;

namespace Renderer.Images.Scenes;

/// <summary>Colours as SVG and CSS write them: hex, names, rgb(), rgba().</summary>
internal static class Colors
{
    public static bool TryParse(ReadOnlySpan<char> text, out SKColor color)
    {
        text = text.Trim();
        color = SKColors.Black;
        if (text.IsEmpty || text.Length > 64)
        {
            return false;
        }

        return text[0] == '#' ? TryHex(text[1..], out color)
            : text[^1] == ')' ? TryFunction(text, out color)
            : TryName(text.ToString(), out color);
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out SKColor color)
    {
        color = SKColors.Black;
        if (digits.Length is not (3 or 4 or 6 or 8) || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
        {
            return false;
        }

        color = digits.Length switch
        {
            3 => new SKColor(Twice(bits >> 8), Twice(bits >> 4), Twice(bits)),
            4 => new SKColor(Twice(bits >> 12), Twice(bits >> 8), Twice(bits >> 4), Twice(bits)),
            6 => new SKColor((byte)(bits >> 16), (byte)(bits >> 8), (byte)bits),
            _ => new SKColor((byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits),
        };
        return true;
    }

    private static byte Twice(uint nibble) => (byte)((nibble & 15) * 17);

    private static bool TryFunction(ReadOnlySpan<char> text, out SKColor color)
    {
        color = SKColors.Black;
        var open = text.IndexOf('(');
        if (open < 0 || text[..open] is not ("rgb" or "rgba"))
        {
            return false;
        }

        Span<float> parts = stackalloc float[4];
        parts[3] = 1;
        var count = 0;
        var inside = text[(open + 1)..^1];
        foreach (var range in inside.SplitAny(',', ' ', '/'))
        {
            var part = inside[range].Trim();
            if (part.IsEmpty)
            {
                continue;
            }

            if (count == 4 || !Lengths.TryLength(part, count == 3 ? 1 : 255, 1, out parts[count++]))
            {
                return false;
            }
        }

        color = new SKColor(Byte(parts[0]), Byte(parts[1]), Byte(parts[2]), Byte(parts[3] * 255));
        return count >= 3;
    }

    private static byte Byte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    private static bool TryName(string name, out SKColor color)
    {
        var known = Color.FromName(name);
        color = name == "transparent" ? SKColors.Transparent : new SKColor((uint)known.ToArgb());
        return name == "transparent" || (known.IsKnownColor && !known.IsSystemColor);
    }
}
