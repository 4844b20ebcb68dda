using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>A claim that is remembered here and not yet written.</summary>
internal sealed record PendingClaim(string Workspace, string Key, string Person, byte[] Value, Instant ExpiresAt)
{
    /// <summary>About what it costs beside its value: strings, dictionary, list.</summary>
    private const int Around = 400;

    public int Bytes => Value.Length + Around;
}
