using System.Text.Json;
using Xunit;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>Cases that others wrote, in a folder beside the repository; where it is absent, the tests over them pass with a warning that says so; our own cases beside them always run.</summary>
internal static class SharedCases
{
    /// <summary>The folder; null when it is absent.</summary>
    public static string? Folder { get; } = Ancestors(AppContext.BaseDirectory)
        .Select(folder => Path.Combine(folder, "shared", "cases"))
        .FirstOrDefault(Directory.Exists);

    public static bool TryRead(string path, out JsonElement cases)
    {
        cases = default;
        if (Folder is null)
        {
            TestContext.Current.AddWarning("The cases of others do not lie beside the repository: nothing of them was checked.");
            return false;
        }

        cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, path))).RootElement;
        return true;
    }

    /// <summary>A file of the tests over templates, by its name.</summary>
    public static string Beside(string file) => Ancestors(AppContext.BaseDirectory)
        .Select(folder => Path.Combine(folder, "tests", "Renderer.Tests", "Templates"))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories))
        .First();

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
