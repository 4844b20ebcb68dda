using Renderer.Sandbox.Calls;

namespace Renderer.Sandbox.Crm;

/// <summary>Puts what HubSpot puts on every answer into its head, and refuses what is over a limit.</summary>
internal sealed class CrmLimits(RequestDelegate next, RateLimits limits, CallLog calls)
{
    public const string CorrelationId = "X-HubSpot-Correlation-Id";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[CorrelationId] = Guid.NewGuid().ToString();
        if (limits.Count(context.Response.Headers) is not { } policy)
        {
            return next(context);
        }

        calls.Refuse();
        return CrmError.RateLimited(policy).WriteAsync(context);
    }
}
