namespace Renderer.Profiles.Outbound;

/// <summary>Reads Retry-After (RFC 9110 section 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>The longest that a server can make us wait: a daily quota's day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The wait that it asks for, at most <see cref="Longest"/>; null when it asks for none.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider clock)
    {
        var header = response.Headers.RetryAfter;

        // A date is measured against the sender's own clock where it tells it, so that a difference of clocks does not matter.
        var wait = header?.Delta ?? (header?.Date - (response.Headers.Date ?? clock.GetUtcNow()));
        return wait > Longest ? Longest : wait > TimeSpan.Zero ? wait : null;
    }
}
