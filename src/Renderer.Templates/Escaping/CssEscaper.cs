using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A style: values of allowed shapes, names, and quoted texts.</summary>
/// <param name="kind">Which of them.</param>
/// <param name="esp">Whose openers are avoided as well.</param>
internal sealed class CssEscaper(PlaceKind kind, Esp? esp) : Escaper
{
    /// <summary>What is written instead of a value that is not of an allowed shape.</summary>
    public const string Neutral = "inherit";

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (kind == PlaceKind.CssString)
        {
            Quoted(value, to);
            return;
        }

        var trimmed = value.Trim(" \t\r\n"u8);
        var isGood = kind == PlaceKind.CssName ? CssShapes.IsName(trimmed) : CssShapes.IsValue(trimmed);
        to.Write(isGood && !HasDashes(trimmed) ? trimmed : "inherit"u8);
    }

    private bool HasDashes(ReadOnlySpan<byte> value)
    {
        for (var i = 0; esp?.HasDashes == true && i < value.Length; i++)
        {
            if (Dashes.Opens(value, i))
            {
                return true;
            }
        }

        return false;
    }

    private void Quoted(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var isPlain = c >= 0x80 || char.IsAsciiLetterOrDigit((char)c) || c is (byte)' ' or (byte)'.' or (byte)',' or (byte)'_'
                || (c == '-' && !Dashes.Closes(value, i) && !(esp?.HasDashes == true && Dashes.Opens(value, i)));
            if (isPlain)
            {
                to.Write(value.Slice(i, 1));
            }
            else if (c == 0)
            {
                to.Write("\ufffd"u8);
            }
            else
            {
                to.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\{c:x} ")));
            }
        }
    }
}
