using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Renderer.Sandbox.Esp;

/// <summary>Before every ESP's API: how large a body may be, and how many calls a second takes.</summary>
internal sealed class EspGate(RequestDelegate next, SandboxOptions options, TimeProvider clock)
{
    /// <summary>What the headers promise where nothing is enforced.</summary>
    private const int Unlimited = 10_000;

    private readonly Lock counting = new();
    private readonly Dictionary<string, (long Second, int Calls)> calls = [];

    public Task InvokeAsync(HttpContext context)
    {
        var vendor = EspVendors.Of(context.Request.Path.Value ?? "")!;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The vendor's own limit is looked at where the body is read: what is over it has the vendor's answer.
            size.MaxRequestBodySize = null;
        }

        context.Features.Set(vendor);
        var (left, reset) = Count(vendor.Name);
        var most = options.EspRateLimit == 0 ? Unlimited : options.EspRateLimit;
        context.Features.Set(new EspQuota(most, Math.Max(0, left), reset));
        return left < 0 ? vendor.RefuseAsync(context, 429) : next(context);
    }

    private (int Left, DateTimeOffset Reset) Count(string vendor)
    {
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        var most = options.EspRateLimit == 0 ? Unlimited : options.EspRateLimit;
        lock (counting)
        {
            var (last, count) = calls.GetValueOrDefault(vendor);
            count = last == second ? count + 1 : 1;
            calls[vendor] = (second, count);
            var left = most - count;
            return (options.EspRateLimit == 0 ? Math.Max(0, left) : left, DateTimeOffset.FromUnixTimeSeconds(second + 1));
        }
    }
}

/// <summary>What is left of an ESP's calls.</summary>
/// <param name="Most">Calls in a second.</param>
/// <param name="Left">Of them, how many are left.</param>
/// <param name="Reset">When all are there again.</param>
internal sealed record EspQuota(int Most, int Left, DateTimeOffset Reset)
{
    /// <summary>Writes the three headers that most vendors have, by their own names.</summary>
    public static void Write(HttpContext context, string limit, string remaining, string reset, bool unixSeconds)
    {
        if (context.Features.Get<EspQuota>() is { } quota)
        {
            var headers = context.Response.Headers;
            headers[limit] = Text(quota.Most);
            headers[remaining] = Text(quota.Left);
            headers[reset] = unixSeconds ? Text(quota.Reset.ToUnixTimeSeconds()) : "1";
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
