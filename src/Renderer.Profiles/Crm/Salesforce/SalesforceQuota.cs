using System.Globalization;
using System.Text.RegularExpressions;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>The org's calls of any 24 hours, as <c>Sforce-Limit-Info</c> tells them on every answer. What is left near its end belongs to others in the org.</summary>
internal sealed partial class SalesforceQuota(TimeProvider clock)
{
    /// <summary>From this share on nothing is asked that nobody waits for: lists, prewarms, polls.</summary>
    public const double Scarce = 0.9;

    /// <summary>From this share on nothing is asked at all.</summary>
    public const double Spent = 0.99;

    /// <summary>How often one call looks whether it has become better.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private CrmQuota? told;
    private TimeSpan nextLook;
    private TimeSpan nextSpare;

    /// <summary>What was last told.</summary>
    public CrmQuota? Told
    {
        get
        {
            lock (gate)
            {
                return told;
            }
        }
    }

    /// <summary>Nothing may be asked now.</summary>
    public bool IsSpent
    {
        get
        {
            lock (gate)
            {
                return Used >= Spent && clock.GetElapsedTime(0) < nextLook;
            }
        }
    }

    private double Used => told is { } quota ? 1 - ((double)quota.Remaining / quota.Limit) : 0;

    /// <summary>Hears what an answer says of the quota; the app's own, where it has one, counts when it is nearer to its end.</summary>
    public void Hear(string? header)
    {
        CrmQuota? least = null;
        foreach (Match match in Usage().Matches(header is { Length: <= 1000 } ? header : ""))
        {
            if (long.TryParse(match.Groups["used"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var used)
                && long.TryParse(match.Groups["limit"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit > 0)
            {
                var quota = new CrmQuota(limit, Math.Max(0, limit - used), TimeSpan.FromHours(24), clock.GetUtcNow());
                least = least is { } other && (double)other.Remaining / other.Limit <= (double)quota.Remaining / limit ? other : quota;
            }
        }

        if (least is not null)
        {
            lock (gate)
            {
                told = least;
            }
        }
    }

    /// <summary>Whether a call may leave. At the end of the quota one a minute does, to see.</summary>
    public bool TrySend()
    {
        lock (gate)
        {
            return Used < Spent || Look(ref nextLook);
        }
    }

    /// <summary>Whether a call may leave that no message waits for; likewise.</summary>
    public bool TrySpare()
    {
        lock (gate)
        {
            return Used < Scarce || Look(ref nextSpare);
        }
    }

    private bool Look(ref TimeSpan next)
    {
        var now = clock.GetElapsedTime(0);
        if (now < next)
        {
            return false;
        }

        next = now + LookEvery;
        return true;
    }

    [GeneratedRegex("api-usage=(?<used>[0-9]{1,18})/(?<limit>[0-9]{1,18})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Usage();
}
