using System.Buffers;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A whole address: one of an allowed scheme, or without any, normalised; else one that leads nowhere.</summary>
/// <param name="kind">From its start, before a literal ':', or a list of them.</param>
/// <param name="isInCss">It stands in url().</param>
/// <param name="esp">Whose openers are encoded as well.</param>
internal sealed class UrlEscaper(PlaceKind kind, bool isInCss, Esp? esp) : Escaper
{
    /// <summary>What is written instead of an address that must not be followed.</summary>
    public const string Blocked = "#blocked";

    private static readonly string[] Schemes = ["https", "http", "mailto", "tel", "cid", "sms"];
    private static readonly SearchValues<byte> Ends = SearchValues.Create(":/?#"u8);
    private static readonly SearchValues<byte> Between = SearchValues.Create(" ,\t\n\r\f"u8);
    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$*+,;="u8);

    public override SearchValues<byte>? Untouched => esp is null && kind == PlaceKind.Url ? Plain : null;

    public override bool LeavesAlone(ReadOnlySpan<byte> value) => value.StartsWith("https://"u8);

    private readonly PercentEscaper normal = new(isInCss ? ":/?#[]@!$&*+,;=" : ":/?#[]@!$&'()*+,;=", keepsEncoded: true, esp);

    protected override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        if (kind != PlaceKind.UrlList)
        {
            One(value, to);
            return;
        }

        while (!value.IsEmpty)
        {
            var end = value.IndexOfAny(Between);
            end = end < 0 ? value.Length : end;
            if (end > 0)
            {
                One(value[..end], to);
            }

            value = value[end..];
            end = value.IndexOfAnyExcept(Between);
            end = end < 0 ? value.Length : end;
            if (end > 0)
            {
                to.Write(value[..end].Contains((byte)',') ? ", "u8 : " "u8);
            }

            value = value[end..];
        }
    }

    private void One(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        // Clients drop control characters and spaces around an address, and line ends and tabs inside.
        while (value is [<= 32 or 0x7f, ..])
        {
            value = value[1..];
        }

        while (value is [.., <= 32 or 0x7f])
        {
            value = value[..^1];
        }

        var clean = value.IndexOfAny((byte)'\t', (byte)'\n', (byte)'\r') < 0 ? value : value.ToArray().Where(c => c is not ((byte)'\t' or (byte)'\n' or (byte)'\r')).ToArray();
        if (IsAllowed(clean))
        {
            normal.Write(clean, to);
        }
        else
        {
            to.Write(Encoding.ASCII.GetBytes(Blocked));
        }
    }

    private bool IsAllowed(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOfAny(Ends);
        if (end >= 0 && value[end] == ':')
        {
            return IsScheme(value[..end]);
        }

        // The template's own ':' follows: the value must not be the beginning of a scheme that is not allowed.
        return kind != PlaceKind.UrlBefore || value.IsEmpty || end >= 0 || IsScheme(value);
    }

    private static bool IsScheme(ReadOnlySpan<byte> word)
    {
        foreach (var scheme in Schemes)
        {
            if (Ascii.EqualsIgnoreCase(word, scheme))
            {
                return true;
            }
        }

        return false;
    }
}
