using System.Buffers;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A comment: what could close it, make it a conditional one, or be code becomes a space.</summary>
internal sealed class CommentEscaper(Esp? esp) : Escaper
{
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. "<>[]!-{}|*%&\"'`#$^"u8, .. Enumerable.Range(0, 32).Append(0x7f).Select(c => (byte)c)]);

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var isKept = value[i] == '-' ? !Dashes.Closes(value, i) && esp?.HasDashes != true : !Special.Contains(value[i]);
            to.Write(isKept ? value.Slice(i, 1) : " "u8);
        }
    }
}
