using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>One request's deliveries, as whoever sends it names them.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Connection">Through which ESP.</param>
/// <param name="Claim">A hash of the caller's <c>Idempotency-Key</c>.</param>
public readonly record struct DeliveryName(WorkspaceName Workspace, string Connection, string Claim);

/// <summary>What is known of one message of a request that was sent before.</summary>
/// <param name="Unit">The message: a hash.</param>
/// <param name="IsAccepted">The ESP took it; else it was meant to be sent, and nobody knows more.</param>
/// <param name="Answer">What the ESP said of it.</param>
public sealed record KnownDelivery(string Unit, bool IsAccepted, ReadOnlyMemory<byte> Answer);

/// <summary>What became of one message.</summary>
/// <param name="Unit">The message.</param>
/// <param name="IsAccepted">The ESP took it; else it certainly did not, and may be sent again.</param>
/// <param name="Answer">What the ESP said of it.</param>
public sealed record SettledDelivery(string Unit, bool IsAccepted, ReadOnlyMemory<byte> Answer);
