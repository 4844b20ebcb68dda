using System.Diagnostics;

namespace Renderer.Tests.HouseRules;

/// <summary>The work tree as git sees it: what is committed, and what is new and not ignored.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the top, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    /// <summary>The rooms: <c>Renderer.Model</c> and so on.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
        Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal).ToArray();

    /// <summary>C# and Razor sources below <c>src</c> and <c>tests</c>.</summary>
    public static IEnumerable<string> Sources { get; } =
        Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)).ToArray();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Renderer.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Renderer.sln stands in no folder above the tests; run them from the work tree");
    }

    private static string[] ListFiles()
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var listed = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(file => File.Exists(Path.Combine(Root, file))).ToArray()
            : throw new InvalidOperationException("git ls-files failed; the house rules need the work tree of a clone");
    }
}
