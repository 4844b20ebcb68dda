using System.Buffers;

namespace Renderer.Templates.Amp;

/// <summary>What is wrong with an address.</summary>
internal enum UrlFault
{
    None,
    Missing,
    Relative,
    Scheme,
    Broken,
}

/// <summary>Judges addresses as clients that read AMP do: whole, of few schemes, with a host.</summary>
internal static class AmpUrl
{
    private static readonly SearchValues<char> SchemeEnds = SearchValues.Create(":/?#{ ");
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>What is wrong.</summary>
    /// <param name="url">References resolved.</param>
    /// <param name="schemes">Those that are taken, in lower case.</param>
    public static UrlFault Judge(ReadOnlySpan<char> url, string[] schemes)
    {
        url = url.Trim();
        if (url.IsEmpty)
        {
            return UrlFault.Missing;
        }

        var colon = url.IndexOfAny(SchemeEnds);
        if (colon <= 0 || url[colon] != ':' || !char.IsAsciiLetter(url[0]))
        {
            return UrlFault.Relative;
        }

        var scheme = url[..colon].ToString().ToLowerInvariant();
        if (!schemes.Contains(scheme))
        {
            return UrlFault.Scheme;
        }

        return scheme is not ("http" or "https") || HasHost(url[(colon + 1)..]) ? UrlFault.None : UrlFault.Broken;
    }

    private static bool HasHost(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith("//"))
        {
            return false;
        }

        rest = rest[2..];
        var end = rest.IndexOfAny("/?#\\");
        var host = end < 0 ? rest : rest[..end];
        host = host[(host.LastIndexOf('@') + 1)..];
        if (host.StartsWith("[") && host.IndexOf(']') is var close and > 0)
        {
            return host[1..close].IndexOfAnyExcept(OfNumbers) < 0 && IsPort(host[(close + 1)..]);
        }

        var colon = host.IndexOf(':');
        if (colon >= 0 && !IsPort(host[colon..]))
        {
            return false;
        }

        host = colon < 0 ? host : host[..colon];
        foreach (var c in host)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~') && c < 0x80)
            {
                return false;
            }
        }

        return host.Length > 0 && host[0] != '.' && host.IndexOf("..") < 0;
    }

    private static bool IsPort(ReadOnlySpan<char> port) => port.IsEmpty || (port[0] == ':' && (port.Length == 1 || ushort.TryParse(port[1..], out _)));
}
