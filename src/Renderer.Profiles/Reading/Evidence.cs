using Renderer.Model;
using Renderer.Profiles.Marks;

namespace Renderer.Profiles.Reading;

/// <summary>All that a verdict on one entry hangs on, at one instant.</summary>
/// <param name="Marks">What is known to have happened under the entry's names.</param>
/// <param name="MarksWhole">Every mark since the fetch began is among them.</param>
/// <param name="Connected">Marks of every node arrive.</param>
/// <param name="Generation">The life of the marks that the board follows; 0 while this node has seen none, or cannot compare its clock with them.</param>
/// <param name="Horizon">What was fetched up to here is at best stale.</param>
/// <param name="ErasedAt">When this person was last erased; <see cref="Instant.Never"/> when never.</param>
/// <param name="ErasuresKnown">The ledger was read at least once.</param>
/// <param name="ErasuresLate">Neither the ledger nor Redis tells of new erasures.</param>
/// <param name="Now">The instant to judge for.</param>
internal readonly record struct Evidence(
    MarkSum Marks,
    bool MarksWhole,
    bool Connected,
    ulong Generation,
    Instant Horizon,
    Instant ErasedAt,
    bool ErasuresKnown,
    bool ErasuresLate,
    Instant Now);
