using System.Buffers;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>Writes what a document's validity hangs on: its tags, with one address in place of each that is good, since most mails' links have tokens of their own.</summary>
internal static class AmpShape
{
    // Good itself, for links, images and requests: what is written is valid where the document is.
    private const string Good = "https://x";

    // An address without these is no part of how the document falls into tags, so that another in its place changes none of them.
    private static readonly SearchValues<char> OfMarkup = SearchValues.Create("\"'<>");

    /// <summary>Writes a piece; the count of characters, which are no more than it has.</summary>
    /// <param name="html">The document.</param>
    /// <param name="from">Where the piece begins: the token, or text before it.</param>
    /// <param name="token">The token that it ends with.</param>
    /// <param name="shape">Takes it.</param>
    public static int Write(string html, int from, HtmlToken token, Span<char> shape)
    {
        var length = 0;
        var tag = html.AsSpan(token.Start, token.Length);
        if (token.Kind == HtmlTokenKind.Tag && tag[1] is not ('/' or '!') && (tag.Contains("://", StringComparison.Ordinal) || tag.Contains("mailto:", StringComparison.OrdinalIgnoreCase)))
        {
            var written = AmpTagReader.Read(html, token.Start, token.End);
            foreach (var attribute in written.Attributes)
            {
                if (Length(html, attribute, token.End - 1) is var size && size >= Good.Length && AmpValues.IsGoodAddress(written, attribute))
                {
                    length += Copy(html.AsSpan(from, attribute.At - from), shape[length..]);
                    length += Copy(Good, shape[length..]);
                    from = attribute.At + size;
                }
            }
        }

        return length + Copy(html.AsSpan(from, token.End - from), shape[length..]);
    }

    // Of a quoted value as it is written; 0 for others.
    private static int Length(string html, WrittenAttribute attribute, int last)
    {
        var quote = html[attribute.At - 1];
        if (quote is not ('"' or '\'') || attribute.At > last)
        {
            return 0;
        }

        var value = html.AsSpan(attribute.At, last - attribute.At);
        var end = value.IndexOf(quote);
        return end < 0 || value[..end].ContainsAny(OfMarkup) ? 0 : end;
    }

    private static int Copy(ReadOnlySpan<char> text, Span<char> to)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
