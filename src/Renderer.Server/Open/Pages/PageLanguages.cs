namespace Renderer.Server.Open.Pages;

/// <summary>The languages that somebody's browser asks for.</summary>
internal static class PageLanguages
{
    private const int Most = 10;

    /// <summary>The wanted languages, dearest first, as BCP 47 names in lower case: de-at, de, en.</summary>
    public static IReadOnlyList<string> Of(HttpRequest request) =>
    [
        .. request.GetTypedHeaders().AcceptLanguage
            .Take(Most)
            .Where(one => one.Quality is null or > 0 && one.Value.HasValue)
            .OrderByDescending(one => one.Quality ?? 1)
            .SelectMany(one => Chain(one.Value.ToString().ToLowerInvariant()))
            .Distinct(),
    ];

    /// <summary>The first of these that is asked for; English where none is.</summary>
    public static string Pick(HttpRequest request, params ReadOnlySpan<string> known)
    {
        foreach (var wanted in Of(request))
        {
            if (known.Contains(wanted))
            {
                return wanted;
            }
        }

        return "en";
    }

    /// <summary>A language and the one that it is a kind of: de-at, de.</summary>
    public static IEnumerable<string> Chain(string name)
    {
        yield return name;
        if (name.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash)
        {
            yield return name[..dash];
        }
    }
}
