using System.Text.Json;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>Cases that others wrote, in a folder beside the repository; where it is absent, the tests over them say so and check nothing.</summary>
internal static class SharedCases
{
    /// <summary>The folder; null when it is absent.</summary>
    public static string? Folder { get; } = Ancestors(AppContext.BaseDirectory)
        .Select(folder => Path.Combine(folder, "shared", "cases"))
        .FirstOrDefault(Directory.Exists);

    public static JsonElement? Read(string path)
    {
        if (Folder is null)
        {
            Xunit.TestContext.Current.SendDiagnosticMessage("No cases of others beside the repository: nothing is checked here.");
            return null;
        }

        return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, path))).RootElement;
    }

    /// <summary>A file beside the tests that use it.</summary>
    public static string Beside(string file) => Ancestors(AppContext.BaseDirectory)
        .Select(folder => Path.Combine(folder, "tests", "Renderer.Tests", "Templates", "Oracle", file))
        .First(File.Exists);

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
