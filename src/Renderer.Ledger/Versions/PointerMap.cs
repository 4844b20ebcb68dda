using System.Collections.Frozen;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>The pointers of all workspaces at one change: immutable, swapped whole.</summary>
internal sealed class PointerMap(long change, IReadOnlyList<PointerMap.Row> rows)
{
    private readonly FrozenSet<Row> all = rows.ToFrozenSet();

    private readonly FrozenDictionary<string, Pointers> byWorkspace = rows
        .GroupBy(row => row.Workspace)
        .ToFrozenDictionary(
            group => group.Key,
            group => new Pointers(change, group.ToFrozenDictionary(row => row.Template, row => row.Version, StringComparer.Ordinal)));

    private readonly Pointers none = new(change, FrozenDictionary<string, string>.Empty);

    /// <summary>-1 before anything was read.</summary>
    public long Change => change;

    public static PointerMap From(Copy? copy) => copy is null ? new PointerMap(-1, []) : new PointerMap(copy.Change, copy.Rows);

    public Pointers Of(WorkspaceName workspace) => byWorkspace.GetValueOrDefault(workspace.ToString(), none);

    public bool Has(Row row) => all.Contains(row);

    public Copy ToCopy() => new(change, [.. all]);

    internal sealed record Row
    {
        public string Workspace { get; init; } = "";

        public string Template { get; init; } = "";

        public string Version { get; init; } = "";
    }

    internal sealed record Copy(long Change, IReadOnlyList<Row> Rows);
}
