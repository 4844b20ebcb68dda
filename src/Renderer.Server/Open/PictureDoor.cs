using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary>Shows a picture of a delivered mail: always one, in time, whatever is down.</summary>
internal sealed class PictureDoor(PictureDesk desk, OpenAdmission admission, TemplateLibrary library, OpenLog log)
{
    public async Task ShowAsync(HttpContext http, OpenAsk ask)
    {
        var picture = await PictureAsync(ask, http.RequestAborted);
        log.Write(ask, new OpenShown(picture.Outcome, picture.Template, picture.Version, picture.Slot, picture.Choice?.Variant, picture.Choice?.Segment, picture.Reason));
        OpenHeaders.Say(http.Response, picture.Outcome);

        // The next look is to be better than a fallback, and mail proxies remember.
        var caching = picture.IsNeutral || picture.Outcome == Outcome.Static ? OpenCaching.NoStore : OpenCaching.Revalidate;
        await OpenHeaders.SendAsync(http, picture.Bytes, OpenHeaders.TypeOf(picture.Format), caching);
    }

    private async ValueTask<OpenedPicture> PictureAsync(OpenAsk ask, CancellationToken cancellationToken)
    {
        using var place = await admission.EnterAsync(ask.Facts.Workspace, library.Settings(ask.Facts.Workspace).Limits, ask.Budget, cancellationToken);
        return place.IsTaken ? await desk.ShowAsync(ask.Order, cancellationToken) : desk.Fallback(ask.Order, Reason.Overloaded);
    }
}
