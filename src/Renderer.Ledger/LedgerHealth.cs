namespace Renderer.Ledger;

/// <summary>How the ledger is.</summary>
/// <param name="Kind">The database.</param>
/// <param name="Reachable">It answered when it was last asked, at most a few seconds ago.</param>
/// <param name="PendingWrites">Claims that wait to be written.</param>
/// <param name="Fault">What is wrong and what to do; null while it is reachable.</param>
public sealed record LedgerHealth(LedgerKind Kind, bool Reachable, int PendingWrites, string? Fault);
