using Renderer.Templates.Checks;

namespace Renderer.Templates.Files;

/// <summary>Reads the files of a workspace's folder that mean something to it; all others are left alone.</summary>
internal static class FolderReader
{
    /// <summary>The most bytes that a file may have: 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Where shared blocks and their words are.</summary>
    public const string Shared = "_blocks";

    /// <summary>Reads all that changed; null when the folder itself cannot be read, which is then a finding.</summary>
    /// <param name="folder">The workspace's.</param>
    /// <param name="before">As it was read the last time.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static FileSet? Read(string folder, FileSet? before, Findings findings)
    {
        try
        {
            var root = new DirectoryInfo(folder);
            if (!root.Exists)
            {
                findings.Error("folder_missing", $"There is no folder '{root.Name}'; create it, or correct the workspace's folder setting.", default);
                return null;
            }

            var files = new FileSet();
            var reach = new Reach(RealPath.Of(root.FullName), before);
            ReadInto(files, root, "", [".yaml"], reach);
            foreach (var directory in root.EnumerateDirectories().OrderBy(d => d.Name, StringComparer.Ordinal))
            {
                ReadTemplate(files, directory, reach, findings);
            }

            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Error("folder_unreadable", "The folder cannot be read; check that it is there and its permissions.", default);
            return null;
        }
    }

    private static void ReadTemplate(FileSet files, DirectoryInfo directory, Reach reach, Findings findings)
    {
        var name = directory.Name;
        if (name == Shared)
        {
            ReadInto(files, directory, name, [".html"], reach);
            ReadInto(files, new DirectoryInfo(Path.Combine(directory.FullName, "locales")), name + "/locales", [".yaml"], reach);
            return;
        }

        if (name[0] is '.' or '_')
        {
            return;
        }

        if (!Names.IsTemplate(name))
        {
            findings.Warning("template_name", $"The folder '{Names.Printable(name)}' is no template: a name is 1 to 64 of a-z, 0-9, '-' and '_'.", default);
            return;
        }

        ReadInto(files, directory, name, [".yaml", ".html", ".txt", ".svg", ".json"], reach);

        // Pictures that scenes may name; a larger one is none of theirs, and no fault.
        ReadInto(files, directory, name, [".png", ".jpg", ".jpeg", ".gif", ".webp"], reach, MaxBytes);
        ReadInto(files, new DirectoryInfo(Path.Combine(directory.FullName, "locales")), name + "/locales", [".yaml"], reach);
        ReadInto(files, new DirectoryInfo(Path.Combine(directory.FullName, "samples")), name + "/samples", [".json"], reach);
        ReadInto(files, new DirectoryInfo(Path.Combine(directory.FullName, "fallback")), name + "/fallback", [".html", ".json", ".png", ".jpg", ".jpeg", ".gif"], reach);
    }

    private static void ReadInto(FileSet files, DirectoryInfo directory, string path, string[] endings, Reach reach, long most = long.MaxValue)
    {
        if (!directory.Exists || !reach.Holds(directory))
        {
            if (directory.Exists)
            {
                files.Add(path, "link_refused", "This link leads out of the workspace's folder; put a copy here instead.");
            }

            return;
        }

        try
        {
            foreach (var file in directory.EnumerateFiles().Where(f => endings.Contains(f.Extension) && f.Name[0] != '.' && f.Length <= most))
            {
                ReadFile(files, file, path.Length == 0 ? file.Name : $"{path}/{file.Name}", reach);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            files.Add(path, "folder_unreadable", "This folder cannot be read; check its permissions.");
        }
    }

    private static void ReadFile(FileSet files, FileInfo file, string path, Reach reach)
    {
        try
        {
            // The folder it stands in is known to be within reach.
            if (file.LinkTarget is not null && !reach.Holds(file))
            {
                files.Add(path, "link_refused", "This link leads out of the workspace's folder, or nowhere; put a copy here instead.");
                return;
            }

            var look = FileLook.Of(file);
            if (file.LinkTarget is null && reach.Before?.Find(path) is { } known && known.IsStill(look))
            {
                files.Add(path, known);
                return;
            }

            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes)
            {
                files.Add(path, "file_too_large", $"The file has {stream.Length >> 10} KB, the most is {MaxBytes >> 10} KB.");
                return;
            }

            var bytes = new byte[stream.Length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            files.Add(path, new FileRead(bytes.AsMemory(0, read), look));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            files.Add(path, "file_unreadable", "The file cannot be read; check its permissions.");
        }
    }

    // The folder that an entry is found in is known to be within reach: without a link of its own it is, too.
    private readonly record struct Reach(string Root, FileSet? Before)
    {
        public bool Holds(FileSystemInfo entry) => entry.LinkTarget is null
            || (RealPath.Of(entry.FullName) is var real && (real == Root || real.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
    }
}
