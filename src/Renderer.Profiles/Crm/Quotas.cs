using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Crm;

/// <summary>What a CRM's answers last said of its limits, one quota a window.</summary>
internal sealed class Quotas(TimeProvider clock)
{
    /// <summary>Windows up to this length are over soon enough to wait for.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    /// <summary>Where nothing is left, as after a 429: no caller should wait longer than need be.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    /// <summary>What was told of a day is asked anew after this, by one more call.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(10);

    private volatile IReadOnlyList<CrmQuota> told = [];

    /// <summary>How long nothing should leave, since nothing is left of a short window.</summary>
    public TimeSpan Hold
    {
        get
        {
            var hold = TimeSpan.Zero;
            foreach (var quota in told)
            {
                if (quota is { Remaining: <= 0, Limit: > 0 } && quota.Window <= Short)
                {
                    var rest = quota.At + (quota.Window < Rest ? quota.Window : Rest) - clock.GetUtcNow();
                    hold = rest > hold ? rest : hold;
                }
            }

            return hold;
        }
    }

    /// <summary>Calls that may run at once, by what is left of short windows; at least one, which will tell.</summary>
    public int Room
    {
        get
        {
            var room = long.MaxValue;
            foreach (var quota in told)
            {
                if (quota.Limit > 0 && quota.Window <= Short && quota.At + quota.Window > clock.GetUtcNow())
                {
                    room = Math.Min(room, quota.Remaining);
                }
            }

            return (int)Math.Clamp(room, 1, int.MaxValue);
        }
    }

    /// <summary>Whether enough is left of the day, by the CRM's own count, for a call of this purpose.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="known">What else is known of it.</param>
    public bool Allows(CrmPurpose purpose, CrmQuota? known)
    {
        foreach (var quota in known is { } more ? told.Append(more) : told)
        {
            if (purpose != CrmPurpose.Send && quota.Limit > 0 && quota.Window > Short && clock.GetUtcNow() - quota.At < Believed
                && quota.Limit - quota.Remaining >= purpose.MayUse(quota.Limit))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The quota of which the smallest share is left, of windows that still run; of equals the longest one. Null where nothing was told.</summary>
    public CrmQuota? Tightest
    {
        get
        {
            var now = clock.GetUtcNow();
            var running = told.Where(quota => quota.Limit > 0 && quota.At + quota.Window > now).ToList();
            return running.Count == 0 ? null : running.OrderBy(quota => (double)quota.Remaining / quota.Limit).ThenByDescending(quota => quota.Window).First();
        }
    }

    /// <summary>Hears of the quotas of one answer. A window that it does not speak of stays as it was told last.</summary>
    public void Hear(IReadOnlyList<CrmQuota> news)
    {
        if (news.Count > 0)
        {
            told = [.. news, .. told.ExceptBy(news.Select(quota => quota.Window), quota => quota.Window)];
        }
    }
}

/// <summary>Reads the limit headers of every answer.</summary>
/// <param name="quotas">Where they are kept.</param>
/// <param name="read">What a kind of CRM says in its headers, and when it was heard.</param>
/// <param name="clock">For when.</param>
internal sealed class QuotaHandler(
    Quotas quotas, Func<HttpResponseMessage, DateTimeOffset, IReadOnlyList<CrmQuota>> read, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        quotas.Hear(read(response, clock.GetUtcNow()));
        return response;
    }
}
