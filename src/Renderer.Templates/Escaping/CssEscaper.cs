using System.Buffers;
using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A style: values of allowed shapes, names, and quoted texts.</summary>
/// <param name="kind">Which of them.</param>
/// <param name="esp">Whose openers are avoided as well.</param>
internal sealed class CssEscaper(PlaceKind kind, Esp? esp) : Escaper
{
    // A character by its number; the space ends it.
    private static readonly byte[][] Spelled =
        [.. Enumerable.Range(0, 0x80).Select(c => c == 0 ? "\ufffd"u8.ToArray() : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\{c:x} ")))];

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(c => c >= 0x80 || char.IsAsciiLetterOrDigit((char)c) || c is ' ' or '.' or ',' or '_').Select(c => (byte)c)]);

    public override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
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
        var from = 0;
        for (var at = value.IndexOfAnyExcept(Plain); at >= 0;)
        {
            if (value[at] != '-' || Dashes.Closes(value, at) || (esp?.HasDashes == true && Dashes.Opens(value, at)))
            {
                to.Write(value[from..at]);
                to.Write(Spelled[value[at]]);
                from = at + 1;
            }

            at = value[(at + 1)..].IndexOfAnyExcept(Plain) is var next and >= 0 ? at + 1 + next : -1;
        }

        to.Write(value[from..]);
    }
}
