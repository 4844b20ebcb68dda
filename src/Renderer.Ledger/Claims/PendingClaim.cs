using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>A claim that is remembered here and not yet written.</summary>
internal sealed record PendingClaim(string Workspace, string Key, string Person, byte[] Value, Instant ExpiresAt)
{
    /// <summary>The person's other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>About what it costs beside its value: strings, dictionary, list.</summary>
    private const int Around = 400;

    private const int AroundAlias = 80;

    public int Bytes => Value.Length + Around + (Aliases.Count * AroundAlias);
}
