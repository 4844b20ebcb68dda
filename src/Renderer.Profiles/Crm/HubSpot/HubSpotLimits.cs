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
}
