using System.Globalization;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>What HubSpot means by a 429 without Retry-After, which is how it sends them.</summary>
internal static class HubSpotLimits
{
    /// <summary>The limits of a second or ten are over soon; no caller should wait longer than need be.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(500);

    /// <summary>The day's quota comes back at midnight of the account's time zone, which we do not know: look once a minute.</summary>
    private static readonly TimeSpan Daily = TimeSpan.FromSeconds(60);

    /// <summary>How long to stay away.</summary>
    public static async Task<TimeSpan> WaitAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var error = HubSpotError.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return error?.PolicyName == "DAILY" ? Daily : Burst;
    }

    /// <summary>The limits that an answer tells of: the day's, the second's, and that of an interval, which is 10 s.</summary>
    public static IReadOnlyList<CrmQuota> Quotas(HttpResponseMessage response, DateTimeOffset at)
    {
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(Number(response, "Interval-Milliseconds") ?? 10_000, 1, 86_400_000));
        return
        [
            .. Quota("Daily", "Daily-Remaining", TimeSpan.FromDays(1)),
            .. Quota("Secondly", "Secondly-Remaining", TimeSpan.FromSeconds(1)),
            .. Quota("Max", "Remaining", interval),
        ];

        IEnumerable<CrmQuota> Quota(string limit, string remaining, TimeSpan window) =>
            Number(response, limit) is { } most && Number(response, remaining) is { } left ? [new CrmQuota(most, left, window, at)] : [];
    }

    private static long? Number(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues("X-HubSpot-RateLimit-" + name, out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
