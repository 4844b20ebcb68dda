namespace Renderer.Server.Open.Pages;

/// <summary>A page that says nothing of anybody.</summary>
internal enum NeutralPage
{
    /// <summary>There is no web version to show, or none any more.</summary>
    NothingToShow,

    /// <summary>A click that leads nowhere, or nowhere any more.</summary>
    NoDestination,
}

/// <summary>Makes neutral pages: 200, since the link is genuine and nobody did anything wrong.</summary>
internal static class NeutralPages
{
    public static Task SendAsync(HttpContext http, NeutralPage page)
    {
        var language = PageLanguages.Pick(http.Request, "en", "de");
        var (title, text) = (page, language) switch
        {
            (NeutralPage.NothingToShow, "de") => ("Diese Nachricht ist nicht mehr zu sehen", "Sie ist abgelaufen, oder es gibt nichts mehr, was hier zu zeigen wäre."),
            (NeutralPage.NothingToShow, _) => ("This message is no longer here", "It has ended, or there is nothing left to show."),
            (_, "de") => ("Dieser Link führt nirgends mehr hin", "Was er zeigte, gibt es nicht mehr. In der Nachricht selbst ist alles, wie es war."),
            _ => ("This link leads nowhere any more", "What it showed is gone. The message itself is as it was."),
        };
        return OpenHeaders.SendPageAsync(http, PageShell.Make(language, title, $"<p>{PageShell.Text(text)}</p>"), PageShell.Policy);
    }
}
