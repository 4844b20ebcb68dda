using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Server.Problems;

namespace Renderer.Server.Open.Amp;

/// <summary>Answers an AMP mail: a sender that is admitted gets one JSON object, in time, whatever is down.</summary>
internal sealed class AmpDoor(AmpDesk desk, OpenAdmission admission, TemplateLibrary library, OpenLog log)
{
    private static readonly Problem Stranger = new(
        ProblemCode.Forbidden,
        "Mail clients say whose mail asks (AMP-Email-Sender, or Origin with __amp_source_origin), and this sender is none of this workspace's. List it under amp: senders: in workspace.yaml.");

    public async Task AnswerAsync(HttpContext http, OpenAsk ask)
    {
        if (!AmpCors.Admit(http, library.Settings(ask.Facts.Workspace).Amp))
        {
            OpenHeaders.Put(http.Response, OpenCaching.NoStore);
            await Stranger.ExecuteAsync(http);
            return;
        }

        // Made before the form is read: a form may come slowly.
        var data = await DataAsync(ask, http.RequestAborted);
        if (ask.Kind == OpenKind.AmpView || await AmpForm.IsSentAsync(http))
        {
            log.Write(ask, new OpenShown(data.Outcome, data.Template, data.Version, data.Name, data.Choice?.Variant, data.Choice?.Segment, data.Reason));
        }

        // A list of nothing is what remains of one that was dropped.
        OpenHeaders.Say(http.Response, data.Outcome == Outcome.Dropped ? Outcome.Static : data.Outcome);

        // Not to be kept, and so never a 304: clients take nothing but 200.
        await OpenHeaders.SendAsync(http, data.Body, "application/json; charset=utf-8", OpenCaching.NoStore);
    }

    private async ValueTask<OpenedData> DataAsync(OpenAsk ask, CancellationToken cancellationToken)
    {
        using var place = await admission.EnterAsync(ask.Facts.Workspace, library.Settings(ask.Facts.Workspace).Limits, ask.Budget, cancellationToken);
        return place.IsTaken ? await desk.ShowAsync(ask.Order, cancellationToken) : desk.Fallback(ask.Order, Reason.Overloaded);
    }
}
