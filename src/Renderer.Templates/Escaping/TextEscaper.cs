using System.Buffers;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>Plain text, and headers as one line.</summary>
/// <param name="isHeader">Line ends become one space, other control characters go.</param>
/// <param name="esp">Whose openers U+2060 divides; null for nobody's.</param>
internal sealed class TextEscaper(bool isHeader, Esp? esp) : Escaper
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Append(0x7f).Select(c => (byte)c), 0xc2, 0xe2]);

    public override bool TakesNumbers => esp is null;

    public override string Escape(string value) =>
        esp is null && (!isHeader || !value.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c))) ? value : base.Escape(value);

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (!isHeader || value.IndexOfAny(Controls) < 0)
        {
            Divided(value, to);
            return;
        }

        var (line, start) = Scratch();
        OneLine(value, line);
        Divided(line.Written[start..], to);
        line.CutBack(start);
    }

    private static void OneLine(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        var wasBreak = false;
        while (!value.IsEmpty)
        {
            // U+0080 to U+009F are C2 xx; U+2028 and U+2029 are E2 80 A8 and A9.
            var isC1 = value is [0xc2, >= 0x80 and <= 0x9f, ..];
            var isSeparator = value is [0xe2, 0x80, 0xa8 or 0xa9, ..];
            var isBreak = isSeparator || value[0] is (byte)'\t' or (byte)'\n' or (byte)'\r' || value is [0xc2, 0x85, ..];
            if (isBreak && !wasBreak)
            {
                to.Write(" "u8);
            }

            var length = isSeparator ? 3 : isC1 ? 2 : 1;
            if (!isBreak && !isC1 && value[0] is >= 32 and not 0x7f)
            {
                to.Write(value[..length]);
            }

            wasBreak = isBreak;
            value = value[length..];
        }
    }

    private void Divided(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (esp is null)
        {
            to.Write(value);
            return;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var opens = esp.Opens(value[i]);
            if (opens && i == 0)
            {
                to.Write("\u2060"u8);
            }

            to.Write(value.Slice(i, 1));
            var isCut = opens && (i + 1 == value.Length || esp.Opens(value[i + 1]) || (esp.HasWords && value[i] == '%' && char.IsAsciiLetter((char)value[i + 1])));
            if (isCut || (esp.HasDashes && Dashes.Opens(value, i)))
            {
                to.Write("\u2060"u8);
            }
        }
    }
}
