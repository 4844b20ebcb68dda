using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>How much a board can vouch for: an immutable snapshot, swapped whole.</summary>
/// <param name="Generation">The life of the marks in Redis that the board follows; 0 before the first beat.</param>
/// <param name="Term">Grows whenever <paramref name="CompleteSince"/> does: what was read in an earlier term is no longer whole.</param>
/// <param name="Epoch">The last mark's number.</param>
/// <param name="CompleteSince">The board has every mark since this instant; for what was fetched before, Redis must be asked.</param>
/// <param name="Horizon">What was fetched up to this instant is at best stale.</param>
internal sealed record BoardState(ulong Generation, int Term, long Epoch, Instant CompleteSince, Instant Horizon);
