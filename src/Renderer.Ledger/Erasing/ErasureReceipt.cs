using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What an erasure destroyed in the ledger. What stays is a hash and this instant.</summary>
/// <param name="At">When the person was erased.</param>
/// <param name="Counts">Kind of thing to how many: <c>decisions</c>, <c>messages</c>, <c>events</c>, <c>consents</c>, <c>person_keys</c>.</param>
public sealed record ErasureReceipt(Instant At, IReadOnlyDictionary<string, int> Counts);
