namespace Renderer.Server.Hosting;

/// <summary>The folder that relative settings start from.</summary>
internal static class Home
{
    /// <summary>
    /// The nearest folder at or above the content root that has a <c>templates</c> folder: the repository's top when it is
    /// run from source, the content root when it is published.
    /// </summary>
    public static string Find(string contentRoot)
    {
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "templates")))
            {
                return folder.FullName;
            }
        }

        return contentRoot;
    }
}
