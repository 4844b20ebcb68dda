using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>How long each workspace keeps what is recorded, as its file says now.</summary>
/// <param name="of">A workspace's.</param>
/// <param name="workspaces">The workspaces there are.</param>
public sealed class RetentionRules(Func<WorkspaceName, RetentionSettings> of, Func<IEnumerable<WorkspaceName>> workspaces)
{
    /// <summary>The usual, for everybody.</summary>
    public static readonly RetentionRules Usual = new(_ => RetentionSettings.Usual, () => []);

    internal IReadOnlyList<(WorkspaceName Name, RetentionSettings Keeps)> All => [.. workspaces().Select(name => (name, of(name)))];

    internal RetentionSettings Of(WorkspaceName workspace) => of(workspace);
}
