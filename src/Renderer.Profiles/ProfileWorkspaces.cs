using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>The workspaces whose people can be read: an immutable snapshot of each, swapped whole.</summary>
public sealed class ProfileWorkspaces
{
    /// <summary>Says what a workspace is now; connections are rebuilt only where their settings changed.</summary>
    /// <param name="name">Which workspace.</param>
    /// <param name="settings">What its file says.</param>
    /// <param name="union">What its current templates read together.</param>
    public void Set(WorkspaceName name, WorkspaceSettings settings, ReadSet union) => throw new NotSupportedException();
}
