using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Html;

/// <summary>A colour without transparency.</summary>
internal readonly partial record struct Color(byte Red, byte Green, byte Blue)
{
    // The sixteen of HTML 4, and what mails say besides.
    private static readonly FrozenDictionary<string, int> Names = new Dictionary<string, int>
    {
        ["black"] = 0x000000, ["silver"] = 0xc0c0c0, ["gray"] = 0x808080, ["grey"] = 0x808080, ["white"] = 0xffffff, ["maroon"] = 0x800000, ["red"] = 0xff0000,
        ["purple"] = 0x800080, ["fuchsia"] = 0xff00ff, ["green"] = 0x008000, ["lime"] = 0x00ff00, ["olive"] = 0x808000, ["yellow"] = 0xffff00, ["navy"] = 0x000080,
        ["blue"] = 0x0000ff, ["teal"] = 0x008080, ["aqua"] = 0x00ffff, ["orange"] = 0xffa500, ["whitesmoke"] = 0xf5f5f5, ["lightgray"] = 0xd3d3d3, ["lightgrey"] = 0xd3d3d3,
        ["darkgray"] = 0xa9a9a9, ["darkgrey"] = 0xa9a9a9, ["dimgray"] = 0x696969, ["gold"] = 0xffd700, ["pink"] = 0xffc0cb, ["tomato"] = 0xff6347,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads #rgb, #rrggbb, rrggbb as in bgcolor, rgb(r,g,b) and names; null for anything else.</summary>
    public static Color? Read(string text)
    {
        text = text.Trim();
        if (Names.TryGetValue(text, out var known))
        {
            return Of(known);
        }

        if (Hex().Match(text) is { Success: true } hex)
        {
            var digits = hex.Groups[1].Value;
            digits = digits.Length == 3 ? string.Concat(digits.Select(d => $"{d}{d}")) : digits;
            return Of(int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return Rgb().Match(text) is { Success: true } rgb
            && byte.TryParse(rgb.Groups[1].Value, out var r) && byte.TryParse(rgb.Groups[2].Value, out var g) && byte.TryParse(rgb.Groups[3].Value, out var b)
            ? new Color(r, g, b)
            : null;
    }

    /// <summary>From 1, the same, to 21, black on white: WCAG 2.2's ratio.</summary>
    public static double Contrast(Color a, Color b)
    {
        var (light, dark) = (Math.Max(a.Luminance, b.Luminance), Math.Min(a.Luminance, b.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static double Linear(byte part) => part / 255.0 is var c and <= 0.04045 ? c / 12.92 : Math.Pow(((part / 255.0) + 0.055) / 1.055, 2.4);

    private static Color Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    [GeneratedRegex("^#?([0-9a-f]{3}|[0-9a-f]{6})$", RegexOptions.IgnoreCase)]
    private static partial Regex Hex();

    [GeneratedRegex(@"^rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Rgb();
}
