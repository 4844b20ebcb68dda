using Renderer.Model;
using Renderer.Templates.Compiling;

namespace Renderer.Templates;

/// <summary>Reads a workspace's folder.</summary>
public static class TemplateFolder
{
    /// <summary>Reads and checks everything. Never throws for what is in the folder: an unreadable one is a diagnostic.</summary>
    /// <param name="name">Whose folder it is.</param>
    /// <param name="folder">Its path.</param>
    /// <param name="variables">Answers <c>${env:NAME}</c>; null when there is no such variable.</param>
    /// <param name="previous">The snapshot before: where the last good versions come from.</param>
    /// <param name="clock">What time static parts and samples are rendered at; default the system's.</param>
    public static TemplateWorkspace Load(
        WorkspaceName name, string folder, Func<string, string?> variables, TemplateWorkspace? previous = null, TimeProvider? clock = null) =>
        new WorkspaceLoader(name, folder, variables, previous, clock ?? TimeProvider.System).Load();

    /// <summary>Compiles what was published: the same files give the same version.</summary>
    /// <param name="bundle">As published.</param>
    /// <param name="clock">What time the static part is rendered at; default the system's.</param>
    public static CompiledTemplate Open(TemplateBundle bundle, TimeProvider? clock = null) =>
        WorkspaceLoader.Open(bundle, clock ?? TimeProvider.System);
}
