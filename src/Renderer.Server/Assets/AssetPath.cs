using System.Buffers;

namespace Renderer.Server.Assets;

/// <summary>From what was asked for to an address below the origin's own, and nowhere else.</summary>
internal static class AssetPath
{
    private const int Longest = 1024;

    // '%' is left only of what was encoded twice, or of a slash that is not meant as one; '\' is a slash to some servers.
    private static readonly SearchValues<char> Refused = SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c), '\u007f', '%', '\\']);

    /// <summary>The address of a file; null when the path is none that a file has.</summary>
    /// <param name="baseUrl">The origin's.</param>
    /// <param name="path">Decoded once, as the server gives it.</param>
    public static Uri? Under(Uri baseUrl, string? path)
    {
        if (path is null or { Length: 0 or > Longest } || path.AsSpan().ContainsAny(Refused))
        {
            return null;
        }

        var names = path.Split('/');
        return names.All(IsName)
            ? new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}/{string.Join('/', names.Select(Uri.EscapeDataString))}")
            : null;
    }

    // "..;x" is ".." to servers that take what follows a semicolon for a parameter.
    private static bool IsName(string name) => name.Length > 0 && name != "." && !name.StartsWith("..", StringComparison.Ordinal);
}
