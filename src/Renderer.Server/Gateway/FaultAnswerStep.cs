using Renderer.Server.Problems;
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

        context.Response.Clear();
        await ProblemOf(error).ExecuteAsync(context);
    }

    private static Problem ProblemOf(IForwarderErrorFeature error) =>
        NodeFaults.NeverReached(error)
            ? new(ProblemCode.Overloaded, "No node can be reached, and nothing was done. Try again.") { RetryAfter = 1 }
        : error.Error == ForwarderError.RequestTimedOut
            ? new(ProblemCode.NodeTimeout, "It may still have been done: look before you send it again.")
        : new(ProblemCode.NodeLost, "It may have been done: look before you send it again.");
}
