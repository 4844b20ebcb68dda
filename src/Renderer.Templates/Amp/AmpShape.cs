using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>Writes what a document's validity hangs on: its tags, with one address in place of each that is good, since most mails' links have tokens of their own.</summary>
internal static class AmpShape
{
    // Good itself, for links, images and requests: what is written is valid where the document is.
    private const string Good = "https://x";

    // An address without these is no part of how the document falls into tags, so that another in its place changes none of them.
    private static readonly SearchValues<char> OfMarkup = SearchValues.Create("\"'<>");

    /// <summary>A hash of it.</summary>
    /// <param name="html">The document.</param>
    /// <param name="pieces">Its tags and elements of text, with those read that may have an address.</param>
    /// <param name="body">Where the body begins: from there on text is mere text, and in the head it is not.</param>
    public static UInt128 Of(string html, List<(HtmlToken Token, WrittenTag? Tag)> pieces, int body)
    {
        // What is put in is no longer than what it stands for.
        var marks = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(html.Length));
        var (length, last) = (0, 0);
        foreach (var (token, tag) in pieces)
        {
            length += Write(html, last >= body ? token.Start : last, token, tag, marks.AsSpan(length));
            last = token.End;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(marks.AsSpan(0, length), hash);
        marks.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(marks);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    // From text before a token, or the token's start, to its end; the count of bytes.
    private static int Write(string html, int from, HtmlToken token, WrittenTag? tag, Span<byte> shape)
    {
        var length = 0;
        if (tag is not null && token.Kind == HtmlTokenKind.Tag)
        {
            foreach (var attribute in tag.Attributes)
            {
                if (Length(html, attribute, token.End - 1) is var size && size >= Good.Length && AmpValues.IsGoodAddress(tag, attribute))
                {
                    length += Encoding.UTF8.GetBytes(html.AsSpan(from, attribute.At - from), shape[length..]);
                    length += Encoding.UTF8.GetBytes(Good, shape[length..]);
                    from = attribute.At + size;
                }
            }
        }

        return length + Encoding.UTF8.GetBytes(html.AsSpan(from, token.End - from), shape[length..]);
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
}
