namespace Renderer.ServerTests.Infrastructure;

/// <summary>Where the sources are that this test was built from.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    public static string Workspace(string name) => Path.Combine(Root, "tests", "Renderer.ServerTests", "Workspaces", name);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Renderer.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from a checkout: no folder above has Renderer.sln.");
    }
}
