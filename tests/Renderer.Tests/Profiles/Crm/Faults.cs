using Microsoft.AspNetCore.Http;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>Ways in which a server fails.</summary>
internal static class Faults
{
    public static async Task<bool> HangAsync(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
        }

        return true;
    }

    public static Task<bool> ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.FromResult(true);
    }

    /// <summary>Says that more will come than does.</summary>
    public static async Task<bool> BreakOffAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("""{"id":"512","properties":{"firstname":"An""");
        await context.Response.Body.FlushAsync();
        context.Abort();
        return true;
    }

    /// <summary>A whole HTTP answer around half a JSON object.</summary>
    public static Task<bool> CutAsync(HttpContext context) => FakeHubSpot.AnswerAsync(context, 200, """{"id":"512","properties":{"firstname":"An""");

    public static Func<HttpContext, Task<bool>> Status(int status) => context => FakeHubSpot.AnswerAsync(context, status, """{"status":"error"}""");

    public static Func<HttpContext, Task<bool>> Limited(string? retryAfter, string body = """{"status":"error","category":"RATE_LIMITS"}""") => context =>
    {
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return FakeHubSpot.AnswerAsync(context, 429, body);
    };

    public static Func<HttpContext, Task<bool>> Slow(int milliseconds) => async context =>
    {
        await Task.Delay(milliseconds, context.RequestAborted);
        return false;
    };

    /// <summary>The first requests fail, the later ones are answered.</summary>
    public static Func<HttpContext, Task<bool>> First(int count, Func<HttpContext, Task<bool>> fault)
    {
        var seen = 0;
        return context => Interlocked.Increment(ref seen) <= count ? fault(context) : Task.FromResult(false);
    }
}
