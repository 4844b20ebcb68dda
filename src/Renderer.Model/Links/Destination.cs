using System.Buffers;

namespace Renderer.Model;

/// <summary>Where a click leads: an absolute http or https URL without credentials, printable ASCII, as it stands in a <c>Location</c>.</summary>
public readonly record struct Destination
{
    /// <summary>The most characters: what browsers and proxies take without question.</summary>
    public const int MaxLength = 2048;

    private static readonly SearchValues<char> Written = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    private readonly string? url;

    private Destination(string url) => this.url = url;

    /// <summary>Reads a URL; false when a click may not lead there. What is no ASCII in it is percent-encoded, a host spelt in Punycode.</summary>
    public static bool TryParse(string? text, out Destination destination)
    {
        destination = default;
        if (text is not { Length: > 0 and <= MaxLength }
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0
            || url.UserInfo.Length > 0)
        {
            return false;
        }

        // An author's URL stays as it was written, as far as it can stand in a header.
        var written = text.AsSpan().ContainsAnyExcept(Written) || !text.StartsWith(url.Scheme + "://", StringComparison.Ordinal)
            ? new UriBuilder(url) { Host = url.IdnHost }.Uri.GetComponents(UriComponents.AbsoluteUri, UriFormat.UriEscaped)
            : text;
        if (written.Length > MaxLength || written.AsSpan().ContainsAnyExcept(Written))
        {
            return false;
        }

        destination = new Destination(written);
        return true;
    }

    /// <summary>One that was checked before it was sealed or stored.</summary>
    public static Destination OfChecked(string url) => new(url);

    /// <summary>The URL. It may bear a person's values: no log has it.</summary>
    public override string ToString() => url ?? "";
}
