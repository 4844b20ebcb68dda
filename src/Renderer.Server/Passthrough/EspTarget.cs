using Microsoft.AspNetCore.Http.Features;

namespace Renderer.Server.Passthrough;

/// <summary>Where a request goes at the ESP: the very bytes behind the connection's name, below the connection's base address.</summary>
internal static class EspTarget
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Path and query behind <c>/esp/{connection}</c>, as they were written; null for what would lead out of there.</summary>
    public static string? Of(HttpContext http)
    {
        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!raw.StartsWith('/'))
        {
            raw = Uri.TryCreate(raw, UriKind.Absolute, out var whole) ? whole.PathAndQuery : "/";
        }

        var query = raw.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? raw : raw[..query];
        var name = path.Length > 1 ? path.IndexOf('/', 1) : -1;
        var rest = name < 0 ? -1 : path.IndexOf('/', name + 1);
        return Array.Exists(path.Split('/'), IsDots) ? null : (rest < 0 ? "/" : path[rest..]) + (query < 0 ? "" : raw[query..]);
    }

    /// <summary>Such a target below a connection's base address.</summary>
    public static Uri Under(Uri baseUrl, string target) => new(baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') + target, AsWritten);

    private static bool IsDots(string segment) => Uri.UnescapeDataString(segment) is "." or "..";
}
