using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Benchmarks;

/// <summary>The templates that are shipped, and their invented people.</summary>
internal static class Samples
{
    public static WorkspaceName Workspace { get; } = WorkspaceName.TryParse("default", out var name) ? name : throw new InvalidOperationException();

    public static TemplateWorkspace Load() => TemplateFolder.Load(Workspace, Folder("templates"), variable => $"no-{variable}");

    /// <summary>With <c>welcome</c> in Liquid, as the tests hold it against the shipped one.</summary>
    public static TemplateWorkspace LoadInLiquid()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-benchmarks-").FullName;
        foreach (var from in new[] { Folder("templates"), Folder("tests/Renderer.Tests/Templates/Liquid/Welcome") })
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(folder, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to, overwrite: true);
            }
        }

        var loaded = TemplateFolder.Load(Workspace, folder, variable => $"no-{variable}");
        Directory.Delete(folder, recursive: true);
        return loaded;
    }

    /// <summary>The person by whom a template is shown at its fullest: its longest sample.</summary>
    public static Profile Longest(Template template) => template.Samples.Select(sample => sample.Profile).MaxBy(profile => profile.Json.Length)!;

    private static string Folder(string path)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Renderer.sln")))
            {
                return Path.Combine(at.FullName, path);
            }
        }

        throw new DirectoryNotFoundException("run it from the work tree: it renders the templates there");
    }
}
