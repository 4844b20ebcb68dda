namespace Renderer.Templates.Files;

/// <summary>Where a path really leads, every link on the way resolved (a Kubernetes ConfigMap is links upon links).</summary>
internal static class RealPath
{
    // Linux gives up after 40 as well.
    private const int MaxLinks = 40;

    /// <summary>The real path; "" when the links go in circles.</summary>
    public static string Of(string path)
    {
        var links = 0;
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        var rest = new Stack<string>(Steps(Path.GetFullPath(path)));
        while (rest.TryPop(out var step))
        {
            var next = Path.Combine(real, step);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return "";
            }

            var full = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(full)!;
            foreach (var part in Steps(full))
            {
                rest.Push(part);
            }
        }

        return real;
    }

    // The last step first, so that a stack gives the first one first.
    private static IEnumerable<string> Steps(string full) =>
        full[Path.GetPathRoot(full)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
