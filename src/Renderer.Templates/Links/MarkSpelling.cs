using System.Globalization;
using System.Text;

namespace Renderer.Templates.Links;

/// <summary>How the place where a mark stands spells an address. A mark's own letters and digits are the same in all; its scheme tells them apart.</summary>
/// <param name="Scheme">How <c>https://</c> is spelled there.</param>
/// <param name="Spell">Spells an address so.</param>
internal sealed record MarkSpelling(byte[] Scheme, Func<string, string> Spell)
{
    private static readonly MarkSpelling Cut = new([], address => address);

    private static readonly MarkSpelling[] All =
    [
        new("https://"u8.ToArray(), address => address),

        // In an attribute without quotes.
        new("https&#58;&#47;&#47;"u8.ToArray(), References),

        // As a value of another address.
        new("https%3A%2F%2F"u8.ToArray(), Uri.EscapeDataString),

        // In JSON within HTML.
        new("https:\\/\\/"u8.ToArray(), address => address.Replace("/", "\\/", StringComparison.Ordinal)),

        // In a quoted text of a style.
        new("https\\3a \\2f \\2f "u8.ToArray(), Escapes),
    ];

    /// <summary>How an address is spelled behind this text, which ends where the mark's own number begins.</summary>
    public static MarkSpelling Before(ReadOnlySpan<byte> text)
    {
        foreach (var spelling in All)
        {
            if (text.EndsWith(spelling.Scheme))
            {
                return spelling;
            }
        }

        return Cut;
    }

    private static string References(string address) => Each(address, c => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};"));

    private static string Escapes(string address) => Each(address, c => string.Create(CultureInfo.InvariantCulture, $"\\{(int)c:x} "));

    private static string Each(string address, Func<char, string> spell)
    {
        var written = new StringBuilder(address.Length * 2);
        foreach (var c in address)
        {
            written.Append(char.IsAsciiLetterOrDigit(c) ? c.ToString() : spell(c));
        }

        return written.ToString();
    }
}
