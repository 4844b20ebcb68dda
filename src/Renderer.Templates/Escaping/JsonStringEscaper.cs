using System.Buffers;
using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A quoted text of JSON inside a script element: neither the quotes, nor the element, nor a comment around it can be closed.</summary>
internal sealed class JsonStringEscaper(Esp? esp) : Escaper
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. "\"\\/<>&'!-{}[]|*%#$^"u8, .. Enumerable.Range(0, 32).Append(0x7f).Select(c => (byte)c), 0xe2]);

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        var from = 0;
        for (var at = value.IndexOfAny(Special); at >= 0;)
        {
            var isSeparator = value[at..] is [0xe2, 0x80, 0xa8 or 0xa9, ..];
            if (isSeparator || IsEscaped(value, at))
            {
                to.Write(value[from..at]);
                to.Write(isSeparator ? (value[at + 2] == 0xa8 ? "\\u2028"u8 : "\\u2029"u8) : Spelled(value[at]));
                from = at + (isSeparator ? 3 : 1);
            }

            var after = Math.Max(at + 1, from);
            at = value[after..].IndexOfAny(Special) is var next and >= 0 ? after + next : -1;
        }

        to.Write(value[from..]);
    }

    private bool IsEscaped(ReadOnlySpan<byte> value, int at) => value[at] switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'<' or (byte)'>' or (byte)'&' or (byte)'\'' or (byte)'!' or < 32 or 0x7f => true,
        (byte)'-' => Dashes.Closes(value, at) || (esp?.HasDashes == true && Dashes.Opens(value, at)),
        var c => esp?.Opens(c) == true,
    };

    private static ReadOnlySpan<byte> Spelled(byte c) => c switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'/' => "\\/"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\r' => "\\r"u8,
        (byte)'\t' => "\\t"u8,
        _ => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{c:x4}")),
    };
}
