using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Benchmarks;

/// <summary>The templates that are shipped, and their invented people.</summary>
internal static class Samples
{
    public static WorkspaceName Workspace { get; } = WorkspaceName.TryParse("default", out var name) ? name : throw new InvalidOperationException();

    public static TemplateWorkspace Load() => TemplateFolder.Load(Workspace, Folder(), variable => $"no-{variable}");

    /// <summary>The person by whom a template is shown at its fullest: its longest sample.</summary>
    public static Profile Longest(Template template) => template.Samples.Select(sample => sample.Profile).MaxBy(profile => profile.Json.Length)!;

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Renderer.sln")))
            {
                return Path.Combine(at.FullName, "templates");
            }
        }

        throw new DirectoryNotFoundException("run it from the work tree: it renders the templates there");
    }
}
