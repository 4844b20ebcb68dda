using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Segment;

/// <summary>Lets a call through to the Profile API that has the token as user name of Basic, and is within the requests of this second.</summary>
internal sealed class SegmentAccess(RequestDelegate next, SandboxOptions options, TimeProvider clock)
{
    private readonly Lock counting = new();
    private long second;
    private int calls;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers["Request-Id"] = Guid.NewGuid().ToString();
        return !IsGood(context) ? SegmentError.Unauthorized.WriteAsync(context)
            : !Counts() ? SegmentError.TooMany.WriteAsync(context)
            : next(context);
    }

    private bool IsGood(HttpContext context)
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(options.SegmentToken + ":"));
        var header = context.Request.Headers.Authorization.ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(expected))
            && context.Request.Path.StartsWithSegments($"{SegmentApi.Path}/{options.SegmentSpace}");
    }

    private bool Counts()
    {
        lock (counting)
        {
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            calls = now == second ? calls + 1 : 1;
            second = now;
            return options.SegmentRateLimit == 0 || calls <= options.SegmentRateLimit;
        }
    }
}
