namespace Renderer.Sandbox.Salesforce;

/// <summary>The org's calls since start; told on every answer, and refused with a 403 beyond <c>DailyLimit</c>, where one is set.</summary>
internal sealed class ApiUsage(SandboxOptions options)
{
    private const int Unlimited = 1_000_000;

    private int used;

    /// <summary>Counts a call, and writes the usage into its answer's head.</summary>
    /// <returns>Whether it is within the limit.</returns>
    public bool Count(IHeaderDictionary headers)
    {
        var limit = options.DailyLimit == 0 ? Unlimited : options.DailyLimit;
        var now = Interlocked.Increment(ref used);
        var within = now <= limit || options.DailyLimit == 0;
        if (!within)
        {
            Interlocked.Decrement(ref used); // what is refused does not count
        }

        headers["Sforce-Limit-Info"] = FormattableString.Invariant($"api-usage={Math.Min(now, limit)}/{limit}");
        return within;
    }
}
