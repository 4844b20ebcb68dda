using Microsoft.AspNetCore.Diagnostics;
using Renderer.Ledger;
using Renderer.Server.Hosting;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough;

/// <summary>
/// <c>/esp/{connection}/{**path}</c>: an ESP's own API below its own paths (contract section 7). What has no mark of ours passes byte for
/// byte; marks are rendered for each recipient, and put where the ESP merges.
/// </summary>
internal sealed class PassthroughEndpoint(EspDoor door, EspContents contents, MailRenders renders, EspForwarder forwarder, EspDeliveries deliveries, ServerOptions options)
{
    public static Task HandleAsync(string connection, HttpContext http, PassthroughEndpoint endpoint) => endpoint.AnswerAsync(connection, http);

    private async Task AnswerAsync(string connection, HttpContext http)
    {
        // An ESP's own 404 is no missing route of ours.
        http.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        var named = door.Named(connection);
        if (named.Count == 0 || EspTarget.Of(http) is not { } target)
        {
            await new Problem(ProblemCode.ConnectionUnknown, "No workspace has an ESP of that name; 'esps' in workspace.yaml lists them.").ExecuteAsync(http);
            return;
        }

        using var call = new EspCall(http, Path.Combine(options.State, "spool")) { Target = target, Path = "/" + http.GetRouteValue("path") };
        var api = named[0];
        try
        {
            (api, var refusal) = await door.EnterAsync(call, connection, named);
            await (refusal is null ? PassAsync(call, api) : EspAnswers.RefuseAsync(http, api, refusal));
        }
        catch (Exception fault) when (FaultOf(fault) is { } problem && !http.Response.HasStarted)
        {
            await EspAnswers.RefuseAsync(http, api, problem);
        }
    }

    /// <summary>The story of one request.</summary>
    private async Task PassAsync(EspCall call, IEspApi api)
    {
        if (!api.Sends(call))
        {
            await forwarder.ForwardAsync(call, api, call.Read is { } read ? api.Pass(call, read) : null); // streamed, where it was not read for its key
            return;
        }

        using var content = await contents.ReadAsync(call, api);
        if (content.Problem is { } unread)
        {
            await EspAnswers.RefuseAsync(call.Http, api, unread);
            return;
        }

        var key = DeliveryKey.Of(call);
        call.Mail = content.Mail;
        if (content.Mail is not { } mail)
        {
            var body = api.Pass(call, content.Body!);
            await (key is null ? forwarder.ForwardAsync(call, api, body) : EspAnswers.WriteAsync(call.Http, await deliveries.PassAsync(call, api, body, key), []));
            return;
        }

        var plan = await deliveries.PlanAsync(call, mail, key); // what an earlier try has sent is neither rendered nor sent
        var (rendered, problem) = await renders.RenderAsync(call, mail, plan);
        if (problem is not null)
        {
            await EspAnswers.RefuseAsync(call.Http, api, problem);
            return;
        }

        var answer = await deliveries.SendAsync(call, api, plan, mail.Write(new Rendered([.. rendered.Where(one => one.SkipReason is null)])));
        await EspAnswers.WriteAsync(call.Http, answer, [.. rendered.Where(one => one.SkipReason is not null)]);
    }

    private static Problem? FaultOf(Exception fault) => fault switch
    {
        BadHttpRequestException { StatusCode: 413 } => new Problem(ProblemCode.BodyTooLarge, "The request is larger than any ESP takes."),
        BadHttpRequestException => new Problem(ProblemCode.BadParameter, "The request ended early or is not valid HTTP; send it again, whole."),
        LedgerUnavailableException => new Problem(ProblemCode.Unavailable, "The ledger cannot do it now, so nothing was sent; send it again.") { RetryAfter = 1 },
        _ => null,
    };
}
