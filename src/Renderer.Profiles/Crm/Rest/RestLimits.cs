using System.Globalization;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>What limit headers say: those of the IETF's drafts (<c>RateLimit-Limit</c> and so on), and the older ones with an X before.</summary>
internal static class RestLimits
{
    private const long FirstEpoch = 1_000_000_000;

    private static readonly TimeSpan Unsaid = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly string[] Prefixes = ["RateLimit-", "X-RateLimit-", "X-Rate-Limit-"];

    /// <summary>How long to stay away after a 429 without Retry-After: until the window is over, where the headers say when.</summary>
    public static Task<TimeSpan> WaitAsync(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = Prefixes.Select(prefix => Reset(response, prefix, now)).FirstOrDefault(reset => reset is not null) ?? Unsaid;
        return Task.FromResult(wait);
    }

    /// <summary>The limit that an answer tells of.</summary>
    public static IReadOnlyList<CrmQuota> Quotas(HttpResponseMessage response, DateTimeOffset at)
    {
        foreach (var prefix in Prefixes)
        {
            if (Header(response, prefix + "Limit") is { } limits
                && First(limits) is { } limit
                && First(Header(response, prefix + "Remaining")) is { } remaining)
            {
                return [new CrmQuota(limit, remaining, Window(limits, limit) ?? Reset(response, prefix, at) ?? TimeSpan.FromMinutes(1), at)];
            }
        }

        return [];
    }

    // "3, 3;w=1, 60;w=60": the limit that holds now, then each with its window in seconds.
    private static TimeSpan? Window(string limits, long limit)
    {
        foreach (var policy in limits.Split(',', StringSplitOptions.TrimEntries).Skip(1))
        {
            var parts = policy.Split(';', StringSplitOptions.TrimEntries);
            if (First(parts[0]) == limit
                && Array.Find(parts, part => part.StartsWith("w=", StringComparison.Ordinal)) is { } window
                && First(window[2..]) is > 0 and var seconds)
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
            }
        }

        return null;
    }

    private static TimeSpan? Reset(HttpResponseMessage response, string prefix, DateTimeOffset now)
    {
        if (First(Header(response, prefix + "Reset")) is not { } seconds)
        {
            return null;
        }

        var left = seconds >= FirstEpoch ? seconds - now.ToUnixTimeSeconds() : seconds;
        return TimeSpan.FromSeconds(Math.Clamp(left, 1, Longest.TotalSeconds));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static long? First(string? text) =>
        long.TryParse(text?.Split(',', ';')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
