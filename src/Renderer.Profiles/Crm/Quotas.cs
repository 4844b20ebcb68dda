namespace Renderer.Profiles.Crm;

/// <summary>What a CRM's answers last said of its limits, one quota a window.</summary>
internal sealed class Quotas(TimeProvider clock)
{
    private volatile IReadOnlyList<CrmQuota> told = [];

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
