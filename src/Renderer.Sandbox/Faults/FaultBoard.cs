using Renderer.Sandbox.OAuth;

namespace Renderer.Sandbox.Faults;

/// <summary>What goes wrong at present.</summary>
internal sealed class FaultBoard(TokenBook tokens)
{
    private volatile Entry[] entries = [];

    public IEnumerable<Fault> Current => entries.Select(entry => entry.Fault);

    /// <summary>Puts these in the place of all others; tokens that they revoke stay revoked.</summary>
    public void Replace(IEnumerable<Fault> faults)
    {
        entries = [.. faults.Where(fault => !fault.Idle).Select(fault => new Entry(fault, new Spread(fault.Share ?? 1)))];
        foreach (var fault in Current.Where(fault => fault.RevokeTokens))
        {
            tokens.Revoke(new Spread(fault.Share ?? 1).Next, fault.Route ?? "/");
        }
    }

    /// <summary>The faults that hit this call, in the order they were posted.</summary>
    public IEnumerable<Fault> Hit(string path, string? template) => entries
        .Where(entry => entry.Fault.Concerns(path, template) && entry.Spread.Next())
        .Select(entry => entry.Fault);

    private sealed record Entry(Fault Fault, Spread Spread);
}
