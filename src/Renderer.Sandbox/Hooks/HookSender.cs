namespace Renderer.Sandbox.Hooks;

/// <summary>What became of a webhook.</summary>
/// <param name="Status">The answer's status; 0 when there was none.</param>
/// <param name="Error">Why there was none, or why it does not do.</param>
internal readonly record struct HookAnswer(int Status, string? Error)
{
    public bool Delivered => Status is >= 200 and < 300 && Error is null;
}

/// <summary>Sends every CRM's webhooks of a change.</summary>
internal sealed class HookSender(IEnumerable<IVendorHook> vendors, HookAttempts attempts)
{
    /// <summary>Sends to every address, waits for each first answer, and returns the worst; later attempts go on behind.</summary>
    public async Task<HookAnswer> SendAsync(PersonChange change)
    {
        var told = vendors.Select(vendor => (Vendor: vendor, Request: vendor.Tell(change)))
            .Where(one => one.Request is not null && one.Vendor.Urls.Count > 0)
            .ToList();
        if (told.Count == 0)
        {
            return new HookAnswer(0, "no Renderer__Sandbox__HookUrl is set, or none that is told of this");
        }

        var answers = await Task.WhenAll(told.SelectMany(one => one.Vendor.Urls.Select(url =>
            attempts.FirstAsync(attempt => one.Request!(url, attempt), one.Vendor.ComplaintAsync))));
        return answers.MaxBy(answer => answer.Status == 0 ? int.MaxValue : answer.Status);
    }
}
