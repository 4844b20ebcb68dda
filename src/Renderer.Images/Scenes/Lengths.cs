using System.Globalization;

namespace Renderer.Images.Scenes;

/// <summary>Numbers as SVG writes them. None is larger than what a picture can use, so that no arithmetic overflows.</summary>
internal static class Lengths
{
    /// <summary>Beyond it nothing can be seen.</summary>
    public const float Most = 16_384;

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A number without a unit.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out float value)
    {
        var read = float.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
        value = read ? Math.Clamp(value, -Most, Most) : 0;
        return read;
    }

    /// <summary>A length: pixels, points, or a share of <paramref name="whole"/>; em is of <paramref name="em"/>.</summary>
    public static bool TryLength(ReadOnlySpan<char> text, float whole, float em, out float value)
    {
        text = text.Trim();
        var (unit, factor) = text switch
        {
            [.., '%'] => (1, whole / 100),
            [.., 'p', 'x'] => (2, 1f),
            [.., 'p', 't'] => (2, 4f / 3),
            [.., 'r', 'e', 'm'] => (3, 16f),
            [.., 'e', 'm'] => (2, em),
            _ => (0, 1f),
        };
        var read = TryNumber(text[..^unit], out value);
        value = Math.Clamp(value * factor, -Most, Most);
        return read;
    }

    /// <summary>Numbers apart by spaces or commas; null where one is none, or there are more than <paramref name="most"/>.</summary>
    public static List<float>? TryList(ReadOnlySpan<char> text, int most)
    {
        var list = new List<float>();
        foreach (var range in text.SplitAny(' ', ',', '\t', '\n', '\r'))
        {
            var part = text[range];
            if (part.IsEmpty)
            {
                continue;
            }

            if (list.Count == most || !TryLength(part, 0, 16, out var value))
            {
                return null;
            }

            list.Add(value);
        }

        return list;
    }
}
