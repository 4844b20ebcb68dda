using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Server.Open.Pages;

namespace Renderer.Server.Open;

/// <summary>Shows a delivered mail as a page; for whoever was erased, or after its end, one that says nothing of anybody.</summary>
internal sealed class WebDoor(WebDesk desk, OpenAdmission admission, TemplateLibrary library, OpenLog log)
{
    public async Task ShowAsync(HttpContext http, OpenAsk ask)
    {
        var page = await PageAsync(ask, http.RequestAborted);
        log.Write(ask, new OpenShown(page.Outcome, page.Template, page.Version, Reason: page.Reason));
        OpenHeaders.Say(http.Response, page.Outcome);
        await (page.Html is { } html
            ? OpenHeaders.SendPageAsync(http, html, OpenHeaders.WebPolicy)
            : NeutralPages.SendAsync(http, NeutralPage.NothingToShow));
    }

    private async ValueTask<OpenedPage> PageAsync(OpenAsk ask, CancellationToken cancellationToken)
    {
        using var place = await admission.EnterAsync(ask.Facts.Workspace, library.Settings(ask.Facts.Workspace).Limits, ask.Budget, cancellationToken);
        return await desk.ShowAsync(place.IsTaken ? ask.Order : ask.AtOnce, cancellationToken);
    }
}
