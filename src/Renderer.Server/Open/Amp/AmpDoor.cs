using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Server.Problems;

namespace Renderer.Server.Open.Amp;

/// <summary>Answers an AMP mail: a sender that is admitted gets one JSON object, in time, whatever is down.</summary>
internal sealed partial class AmpDoor(
    AmpDesk desk, OpenAdmission admission, TemplateLibrary library, OpenLog log, TimeProvider clock, ILogger<AmpDoor> logger)
{
    /// <summary>A desk keeps to its budget; one that does not is not waited for.</summary>
    private static readonly TimeSpan Guard = TimeSpan.FromMilliseconds(300);

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

        var isTaken = ask.Kind == OpenKind.AmpView || await AmpForm.IsSentAsync(http);
        var data = await DataAsync(ask, http.RequestAborted);
        if (isTaken)
        {
            log.Write(ask, new OpenShown(data.Outcome, data.Template, data.Version, data.Name, data.Choice?.Variant, data.Choice?.Segment));
        }

        // Not to be kept, and so never a 304: clients take nothing but 200.
        await OpenHeaders.SendAsync(http, data.Body, "application/json; charset=utf-8", OpenCaching.NoStore);
    }

    private async ValueTask<OpenedData> DataAsync(OpenAsk ask, CancellationToken cancellationToken)
    {
        var workspace = ask.Facts.Workspace;
        var order = new OpenOrder { Facts = ask.Facts, Budget = ask.Budget, Class = ask.Verdict.Acts };
        using var place = await admission.EnterAsync(workspace, library.Settings(workspace).Limits, ask.Budget, cancellationToken);
        if (!place.IsTaken)
        {
            return desk.Fallback(order, Reason.Overloaded);
        }

        try
        {
            return await desk.ShowAsync(order, cancellationToken).AsTask().WaitAsync(Guard, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return desk.Fallback(order, Reason.Limit);
        }
        catch (Exception bug) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, workspace, bug);
            return desk.Fallback(order, Reason.RenderError);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "AMP data of workspace {Workspace} could not be made; its fallback was shown.")]
        public static partial void Failed(ILogger logger, WorkspaceName workspace, Exception bug);
    }
}
