using System.Buffers;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Html;

/// <summary>Writes UTF-8 text so that HTML reads it as text; spells like <see cref="HtmlText.Encode"/>.</summary>
internal static class Utf8Html
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. "&<>\"'"u8, .. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r')).Select(c => (byte)c)]);

    public static void Encode(ReadOnlySpan<byte> text, Utf8Sink sink)
    {
        while (text.IndexOfAny(Special) is var next && next >= 0)
        {
            sink.Write(text[..next]);
            sink.Write(text[next] switch
            {
                (byte)'&' => "&amp;"u8,
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                (byte)'"' => "&quot;"u8,
                (byte)'\'' => "&#39;"u8,
                _ => "\ufffd"u8,
            });
            text = text[(next + 1)..];
        }

        sink.Write(text);
    }
}
