using System.Collections.Frozen;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>The slots of all workspaces that are off at one change: immutable, swapped whole.</summary>
internal sealed class SwitchMap(long change, IReadOnlyList<SwitchMap.Row> rows)
{
    private readonly FrozenSet<(string Workspace, string Template, string Slot)> off =
        rows.Select(row => (row.Workspace, row.Template, row.Slot)).ToFrozenSet();

    /// <summary>-1 before anything was read.</summary>
    public long Change => change;

    public static SwitchMap From(Copy? copy) => copy is null ? new SwitchMap(-1, []) : new SwitchMap(copy.Change, copy.Rows);

    public bool IsOff(WorkspaceName workspace, string template, string slot) => off.Contains((workspace.ToString(), template, slot));

    public IReadOnlyList<string> Off(WorkspaceName workspace, string template) =>
        [.. rows.Where(row => row.Workspace == workspace.ToString() && row.Template == template).Select(row => row.Slot).Order(StringComparer.Ordinal)];

    public Copy ToCopy() => new(change, rows);

    internal sealed record Row
    {
        public string Workspace { get; init; } = "";

        public string Template { get; init; } = "";

        public string Slot { get; init; } = "";
    }

    internal sealed record Copy(long Change, IReadOnlyList<Row> Rows);
}
