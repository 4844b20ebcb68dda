using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>Where a connection's tokens are kept, and under which seal.</summary>
internal sealed record TokenPlace(WorkspaceName Workspace, string Connection, ISealing Sealing)
{
    /// <summary>Bound into the seal: what was kept for one connection opens for no other.</summary>
    public string Purpose { get; } = $"token/{Workspace}/{Connection}";
}
