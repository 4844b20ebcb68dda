using Renderer.Model;
using Renderer.Server.Hosting;

namespace Renderer.Server.Cli;

/// <summary>Reads a workspace's name from the command line.</summary>
internal static class WorkspaceArgument
{
    /// <exception cref="StartupFault">It is no name.</exception>
    public static WorkspaceName Read(string? text) =>
        WorkspaceName.TryParse(text, out var name) ? name : throw new StartupFault("A workspace's name is 1 to 64 of a-z, 0-9, '-' and '_'.");
}
