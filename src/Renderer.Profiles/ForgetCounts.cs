namespace Renderer.Profiles;

/// <summary>How much was dropped by an erasure.</summary>
/// <param name="Memory">Entries and aliases in this node's memory.</param>
/// <param name="Redis">Entries, aliases and claims in Redis; zero without Redis, and while it cannot be reached (entries are then dropped when it is back).</param>
/// <param name="Spread">True when every node was told at once; false: they learn it from the ledger.</param>
public readonly record struct ForgetCounts(int Memory, int Redis, bool Spread);
