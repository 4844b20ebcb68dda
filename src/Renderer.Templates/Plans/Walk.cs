namespace Renderer.Templates.Plans;

/// <summary>What a loop walks through, and in which order.</summary>
/// <param name="Items">The items; null where they have slots.</param>
/// <param name="First">The first one's index, or its slot.</param>
/// <param name="Length">How many turns.</param>
/// <param name="By">From one to the next: 1, or -1 when it goes back.</param>
internal readonly record struct Walk(IReadOnlyList<Value>? Items, int First, int Length, int By)
{
    /// <summary>There was nothing to walk through, and nothing is done instead.</summary>
    public bool IsOver { get; init; }

    /// <summary>How many items were passed over or walked through: where the next loop may go on.</summary>
    public int End { get; init; }

    public Value Item(PlanRun run, int turn) => Items is null ? run.Rows.Slots[First + (turn * By)] : Items[First + (turn * By)];
}
