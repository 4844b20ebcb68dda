using System.Globalization;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Dataverse's service protection, for one user on one of its servers: requests and execution time in any 300 s, and requests at once.</summary>
internal static class DataverseLimits
{
    private const int Requests = 6000;
    private const string AtOnce = "0x80072326";
    private const string Remaining = "x-ms-ratelimit-burst-remaining-xrm-requests";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    /// <summary>Too many at once are over as soon as some are answered.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(500);

    /// <summary>The other two come back with the window; Dataverse says in Retry-After when, and this is for when it does not.</summary>
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(5);

    /// <summary>What an answer's headers say.</summary>
    public static IReadOnlyList<CrmQuota> Quotas(HttpResponseMessage response, DateTimeOffset at) =>
        response.Headers.TryGetValues(Remaining, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            ? [new CrmQuota(Math.Max(Requests, left), left, Window, at)]
            : [];

    /// <summary>How long to stay away after a 429 without Retry-After.</summary>
    public static async Task<TimeSpan> WaitAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        DataverseError.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken))?.Code == AtOnce ? Burst : Unsaid;
}
