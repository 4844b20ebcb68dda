using System.Globalization;
using Renderer.Sandbox.Calls;
using Renderer.Sandbox.Crm;

namespace Renderer.Sandbox.Faults;

/// <summary>Lets the faults that hit a call happen, before the CRM or the token endpoint sees it.</summary>
internal sealed class FaultInjection(RequestDelegate next, FaultBoard board, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var (truncate, lose) = (false, false);
        foreach (var fault in board.Hit(path, CallRoute.Template(context)))
        {
            if (fault.LatencyMs is { } latency && !await WaitAsync(context, TimeSpan.FromMilliseconds(latency)))
            {
                return;
            }

            if (fault.Hang)
            {
                await WaitAsync(context, Timeout.InfiniteTimeSpan);
                return;
            }

            if (fault.Reset)
            {
                context.Abort();
                return;
            }

            if ((fault.Status ?? fault.TokenStatus) is { } status)
            {
                await AnswerAsync(context, status, fault.RetryAfter, path);
                return;
            }

            if (fault.ReadLagMs is { } lag)
            {
                context.Features.Set(new ReadLag(TimeSpan.FromMilliseconds(lag)));
            }

            truncate |= fault.Truncate;
            lose |= fault.LoseAnswer;
        }

        await (lose ? LostAsync(context) : truncate ? TruncatedAsync(context) : next(context));
    }

    // False: nobody is there any more, on one side or the other.
    private async Task<bool> WaitAsync(HttpContext context, TimeSpan time)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Task.Delay(time, clock, gone.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            return false;
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, int? retryAfter, string path)
    {
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Vendors.Of(path) is { } vendor ? vendor.RefuseAsync(context, status)
            : status == 429 ? CrmError.Of(status).WriteAsync(context)
            : context.Response.WriteJsonAsync(status, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("error", status >= 500 ? "server_error" : status == 401 ? "invalid_client" : "invalid_request");
                writer.WriteString("error_description", $"The sandbox was asked to answer {status}.");
                writer.WriteEndObject();
            });
    }

    // Whoever called cannot know whether it was done.
    private async Task LostAsync(HttpContext context)
    {
        var real = context.Response.Body;
        using var unheard = new MemoryStream();
        context.Response.Body = unheard;
        await next(context);
        context.Response.Body = real;
        context.Abort();
    }

    private async Task TruncatedAsync(HttpContext context)
    {
        var real = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = real;
        await HalfAnswer.SendAsync(context, whole.GetBuffer().AsMemory(0, (int)whole.Length));

        // The caller has a second to see the end for what it is; then the connection goes.
        await WaitAsync(context, TimeSpan.FromSeconds(1));
        context.Abort();
    }
}
