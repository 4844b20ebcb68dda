using System.Text;

namespace Renderer.Templates.Escaping;

/// <summary>The shapes that a value in a style may have: numbers with units, colours, keywords, font names.</summary>
internal static class CssShapes
{
    private const int MostBytes = 256;
    private static readonly string[] Colours = ["rgb", "rgba", "hsl", "hsla"];

    // Names that some client has run or fetched.
    private static readonly string[] Unsafe = ["expression", "script", "behavior", "behaviour", "binding", "import", "url", "include-source", "filter", "progid"];

    /// <summary>Whether this is a word: a keyword, or a part of a name.</summary>
    public static bool IsName(ReadOnlySpan<byte> value) => value.Length <= MostBytes && Word(value) == value.Length && IsSafe(value);

    /// <summary>Whether this is a list of values, divided by spaces, commas or single slashes.</summary>
    public static bool IsValue(ReadOnlySpan<byte> value)
    {
        if (value.Length > MostBytes || value is [(byte)'/', ..] or [.., (byte)'/'] || !IsSafe(value))
        {
            return false;
        }

        while (!value.IsEmpty)
        {
            var length = value[0] is (byte)' ' or (byte)',' ? 1 : value[0] == '/' ? (value[1] == '/' ? 0 : 1) : Token(value);
            if (length == 0)
            {
                return false;
            }

            value = value[length..];
        }

        return true;
    }

    private static int Token(ReadOnlySpan<byte> value) => value[0] switch
    {
        (byte)'#' => Hex(value),
        (byte)'\'' or (byte)'"' => Font(value),
        _ => Number(value) is var number and > 0 ? number : Function(value) is var function and > 0 ? function : Word(value),
    };

    private static int Hex(ReadOnlySpan<byte> value)
    {
        var end = 1;
        while (end < value.Length && char.IsAsciiHexDigit((char)value[end]))
        {
            end++;
        }

        return end is 4 or 5 or 7 or 9 ? end : 0;
    }

    private static int Font(ReadOnlySpan<byte> value)
    {
        var end = 1;
        while (end < value.Length && (value[end] >= 0x80 || char.IsAsciiLetterOrDigit((char)value[end]) || value[end] is (byte)' ' or (byte)'-' or (byte)'_' or (byte)'.'))
        {
            end++;
        }

        return end > 1 && end < value.Length && value[end] == value[0] ? end + 1 : 0;
    }

    private static int Number(ReadOnlySpan<byte> value)
    {
        var end = value[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var digits = 0;
        while (end < value.Length && (char.IsAsciiDigit((char)value[end]) || value[end] == '.'))
        {
            digits += value[end] == '.' ? 0 : 1;
            end++;
        }

        if (digits == 0)
        {
            return 0;
        }

        if (end < value.Length && value[end] == '%')
        {
            return end + 1;
        }

        // A unit, or the rest of a colour without its '#'.
        while (end < value.Length && char.IsAsciiLetterOrDigit((char)value[end]))
        {
            end++;
        }

        return end;
    }

    private static int Function(ReadOnlySpan<byte> value)
    {
        var open = value.IndexOf((byte)'(');
        if (open < 0 || !Colours.Contains(Encoding.ASCII.GetString(value[..open]).ToLowerInvariant()))
        {
            return 0;
        }

        var end = open + 1;
        while (end < value.Length && (char.IsAsciiLetterOrDigit((char)value[end]) || value[end] is (byte)' ' or (byte)',' or (byte)'.' or (byte)'%' or (byte)'-'))
        {
            end++;
        }

        return end < value.Length && value[end] == ')' ? end + 1 : 0;
    }

    private static int Word(ReadOnlySpan<byte> value)
    {
        var end = 0;
        while (end < value.Length && (char.IsAsciiLetterOrDigit((char)value[end]) || value[end] is (byte)'-' or (byte)'_'))
        {
            end++;
        }

        return end;
    }

    // Two hyphens, or one at the end, could close a comment around the style.
    private static bool IsSafe(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("--"u8) >= 0 || value is [.., (byte)'-'] || value.IndexOf("%%"u8) >= 0)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(value);
        return !Array.Exists(Unsafe, u => text.Contains(u, StringComparison.OrdinalIgnoreCase));
    }
}
