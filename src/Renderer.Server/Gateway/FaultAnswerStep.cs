using System.Diagnostics;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Gateway;

/// <summary>
/// Says in the contract's form that no node answered. Three cases, because they differ in what the caller may do: nothing was
/// sent (503, try again), it was sent and the node is gone (502) or silent (504), and may have been carried out.
/// </summary>
internal static class FaultAnswerStep
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
            || context.GetForwarderErrorFeature() is not { } error)
        {
            return;
        }

        var fault =
            NodeFaults.NeverReached(error) ? new Fault(503, "overloaded", "No node can be reached", "Nothing was done. Try again.")
            : error.Error == ForwarderError.RequestTimedOut ? new Fault(
                504, "node_timeout", "The node did not answer in time", "It may still have been done: look before you send it again.")
            : new Fault(502, "node_lost", "The node went away", "It may have been done: look before you send it again.");
        context.Response.Clear();
        if (fault.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        await Results.Json(
            new
            {
                type = "about:blank",
                title = fault.Title,
                status = fault.Status,
                code = fault.Code,
                detail = fault.Detail,
                trace_id = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
            },
            contentType: "application/problem+json; charset=utf-8",
            statusCode: fault.Status).ExecuteAsync(context);
    }

    private sealed record Fault(int Status, string Code, string Title, string Detail);
}
