using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Renderer.Templates.Links;

namespace Renderer.Templates;

/// <summary>
/// The marks in rendered parts: addresses that stand where a link of one message belongs, so that the rest can be the same for everybody.
/// They bear a random number of this process, which no value can spell, and nothing but letters and digits behind <c>https://</c>.
/// </summary>
public static class LinkMarks
{
    private const byte Middle = (byte)'x';
    private const byte End = (byte)'z';

    // Links are about as long as their marks.
    private const int Room = 1 << 10;

    /// <summary>No mark has fewer characters.</summary>
    internal const int LeastLength = 40;

    private static readonly byte[] Key = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>Whether there is a mark.</summary>
    /// <param name="utf8">A part, or a piece of one.</param>
    public static bool Any(ReadOnlySpan<byte> utf8) => utf8.IndexOf(Key) >= 0;

    /// <summary>Whether there is a mark.</summary>
    /// <param name="text">A part, or a piece of one.</param>
    public static bool Any(string text) => text.Contains(KeyText, StringComparison.Ordinal);

    /// <summary>Puts addresses in place of the marks; the same memory where there is none.</summary>
    /// <param name="utf8">A part.</param>
    /// <param name="address">The address for a mark: one that HTML takes as it stands, without '&amp;', quotes, '&lt;' and '&gt;'. Asked for each mark.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> utf8, Func<LinkMark, string> address)
    {
        var text = utf8.Span;
        var at = text.IndexOf(Key);
        if (at < 0)
        {
            return utf8;
        }

        var written = new ArrayBufferWriter<byte>(text.Length + Room);
        var from = 0;
        while (at >= 0)
        {
            var next = at + Key.Length;
            if (TryRead(text[next..], out var mark, out var length))
            {
                var spelling = MarkSpelling.Before(text[from..at]);
                written.Write(text[from..(at - spelling.Scheme.Length)]);
                Write(spelling.Spell(address(mark)), written);
                from = next = next + length;
            }

            at = text[next..].IndexOf(Key) is var found and >= 0 ? next + found : -1;
        }

        written.Write(text[from..]);
        return written.WrittenMemory;
    }

    /// <summary>Puts addresses in place of the marks; the same text where there is none.</summary>
    /// <param name="text">A part.</param>
    /// <param name="address">The address for a mark, asked for each.</param>
    public static string Replace(string text, Func<LinkMark, string> address) =>
        Any(text) ? Encoding.UTF8.GetString(Replace(Encoding.UTF8.GetBytes(text), address).Span) : text;

    /// <summary>What is the same for a mark in every process and message: <c>renderer:image/hero</c>.</summary>
    /// <param name="mark">The mark.</param>
    public static string Neutral(LinkMark mark) => mark.Kind switch
    {
        LinkMarkKind.Image => $"renderer:image/{mark.Name}",
        LinkMarkKind.DarkImage => $"renderer:image/{mark.Name}~dark",
        LinkMarkKind.SlotClick => $"renderer:click/{mark.Name}",
        LinkMarkKind.Click => $"renderer:to/{mark.Destination}",
        LinkMarkKind.Web => "renderer:web",
        LinkMarkKind.Consent => "renderer:consent",
        LinkMarkKind.Pixel => "renderer:pixel",
        _ => $"renderer:amp/{mark.Name}",
    };

    /// <summary>How a mark is written.</summary>
    internal static string Write(LinkMark mark) =>
        $"https://{KeyText}{(int)mark.Kind}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(mark.Name))}{(char)Middle}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(mark.Destination ?? ""))}{(char)End}";

    private static readonly string KeyText = Encoding.ASCII.GetString(Key);

    // A kind, a name and a destination behind the key.
    private static bool TryRead(ReadOnlySpan<byte> text, out LinkMark mark, out int length)
    {
        (mark, length) = (default, 0);
        var middle = text.IndexOf(Middle);
        var end = middle < 1 ? -1 : text[middle..].IndexOf(End);
        var kind = text.IsEmpty ? -1 : text[0] - '0';
        if (end < 0 || kind is < 0 or > (int)LinkMarkKind.Amp
            || FromHex(text[1..middle]) is not { } name || FromHex(text[(middle + 1)..(middle + end)]) is not { } destination)
        {
            return false;
        }

        length = middle + end + 1;
        mark = new LinkMark((LinkMarkKind)kind, name, kind == (int)LinkMarkKind.Click ? destination : null);
        return true;
    }

    private static string? FromHex(ReadOnlySpan<byte> hex)
    {
        if (hex.IsEmpty)
        {
            return "";
        }

        var bytes = ArrayPool<byte>.Shared.Rent(hex.Length / 2);
        var isHex = Convert.FromHexString(hex, bytes, out _, out var length) == OperationStatus.Done;
        var text = isHex ? Encoding.UTF8.GetString(bytes, 0, length) : null;
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }

    private static void Write(string text, ArrayBufferWriter<byte> to) => to.Advance(Encoding.UTF8.GetBytes(text, to.GetSpan(Encoding.UTF8.GetByteCount(text))));
}
