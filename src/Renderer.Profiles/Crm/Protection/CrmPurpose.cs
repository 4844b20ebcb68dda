namespace Renderer.Profiles.Crm.Protection;

/// <summary>What a call is for, the most urgent first; also the metric label.</summary>
internal enum CrmPurpose
{
    /// <summary>Somebody waits for a message: whatever is not said to be something else.</summary>
    Send,

    /// <summary>Renewing ahead of need, lists, polls, reconciling.</summary>
    Refresh,

    /// <summary>Filling the cache before a send.</summary>
    Prewarm,
}

/// <summary>How much of a limit each purpose leaves to the more urgent ones.</summary>
internal static class CrmPurposes
{
    /// <summary>All of them.</summary>
    public static readonly CrmPurpose[] All = [CrmPurpose.Send, CrmPurpose.Refresh, CrmPurpose.Prewarm];

    /// <summary>The label of metrics.</summary>
    public static string Label(this CrmPurpose purpose) => purpose switch
    {
        CrmPurpose.Send => "send",
        CrmPurpose.Refresh => "refresh",
        _ => "prewarm",
    };

    /// <summary>What this purpose may use of a limit: sends all of it, refreshes leave a tenth, prewarms a quarter; and each at least one
    /// to the sends, where there is more than one.</summary>
    public static long MayUse(this CrmPurpose purpose, long limit) => purpose switch
    {
        CrmPurpose.Send => limit,
        CrmPurpose.Refresh => Math.Max(Math.Min(limit, 1), Math.Min(limit - 1, limit * 9 / 10)),
        _ => Math.Max(Math.Min(limit, 1), Math.Min(limit - 1, limit * 3 / 4)),
    };
}
