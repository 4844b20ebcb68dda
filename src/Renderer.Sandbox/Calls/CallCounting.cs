namespace Renderer.Sandbox.Calls;

/// <summary>Counts a call before anything can happen to it.</summary>
internal sealed class CallCounting(RequestDelegate next, CallLog calls)
{
    public Task InvokeAsync(HttpContext context)
    {
        calls.Add($"{context.Request.Method} {CallRoute.Template(context) ?? "(unknown)"}");
        return next(context);
    }
}
