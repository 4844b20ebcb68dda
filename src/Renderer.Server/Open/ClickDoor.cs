using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Server.Open.Pages;

namespace Renderer.Server.Open;

/// <summary>Follows a click of a delivered mail: one redirect to where the decision leads, or a page that says that it leads nowhere.</summary>
internal sealed class ClickDoor(ClickDesk desk, OpenAdmission admission, TemplateLibrary library, OpenLog log)
{
    public async Task FollowAsync(HttpContext http, OpenAsk ask)
    {
        var click = await ClickAsync(ask, http.RequestAborted);
        log.Write(ask, new OpenShown(click.Outcome, click.Template, click.Version, click.Slot, click.Choice?.Variant, click.Choice?.Segment, click.Reason));
        OpenHeaders.Say(http.Response, click.Outcome);
        if (click.To is { } to)
        {
            OpenHeaders.SendOn(http, to);
        }
        else
        {
            await NeutralPages.SendAsync(http, NeutralPage.NoDestination);
        }
    }

    private async ValueTask<OpenedClick> ClickAsync(OpenAsk ask, CancellationToken cancellationToken)
    {
        using var place = await admission.EnterAsync(ask.Facts.Workspace, library.Settings(ask.Facts.Workspace).Limits, ask.Budget, cancellationToken);
        return await desk.FollowAsync(place.IsTaken ? ask.Order : ask.AtOnce, cancellationToken);
    }
}
