using System.Buffers;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A part of an address: what is not kept is percent-encoded.</summary>
/// <param name="kept">Beyond RFC 3986's unreserved characters.</param>
/// <param name="keepsEncoded">A '%' with two hex digits stays as it is.</param>
/// <param name="esp">Whose openers are encoded as well.</param>
internal sealed class PercentEscaper(string kept, bool keepsEncoded, Esp? esp) : Escaper
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    public override SearchValues<byte>? Untouched => esp is null ? Unreserved : null;

    private readonly bool hasDashes = esp?.HasDashes == true;
    private readonly SearchValues<byte> plain = SearchValues.Create([.. Enumerable.Range(0, 128)
        .Where(c => char.IsAsciiLetterOrDigit((char)c) || "-._~".Contains((char)c) || kept.Contains((char)c))
        .Where(c => esp?.Opens((byte)c) != true)
        .Select(c => (byte)c)]);

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (!hasDashes && value.IndexOfAnyExcept(plain) < 0)
        {
            to.Write(value);
            return;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var isKept = c == '%' ? keepsEncoded && value[i..] is [_, var high, var low, ..] && char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low)
                : plain.Contains(c) && !(hasDashes && Dashes.Opens(value, i));
            if (isKept)
            {
                to.Write(value.Slice(i, 1));
            }
            else
            {
                to.Write([(byte)'%', Hex(c >> 4), Hex(c & 15)]);
            }
        }
    }

    private static byte Hex(int digit) => (byte)"0123456789ABCDEF"[digit];
}
