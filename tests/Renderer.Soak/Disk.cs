namespace Renderer.Soak;

/// <summary>
/// A disk of a few megabytes for a node's state, which can be filled: a file system in memory that the node's process alone sees, and that ends with it.
/// </summary>
internal sealed class Disk(string folder)
{
    private const string Size = "24m";
    private const string Mount = """mount -t tmpfs -o size="$0" tmpfs "$1" && shift && exec "$@" """;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>What stands before a command that is to have it.</summary>
    public IEnumerable<string> Command
    {
        get
        {
            Directory.CreateDirectory(folder);
            return ["unshare", .. Environment.IsPrivilegedProcess ? (string[])[] : ["--user", "--map-root-user"], "--mount", "sh", "-c", Mount, Size, folder];
        }
    }

    /// <summary>Whether this machine lets us: in some containers nothing may be mounted.</summary>
    public static async Task<bool> IsPossibleAsync()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-disk-").FullName;
        try
        {
            await Waiting.OutputAsync("env", [.. new Disk(folder).Command, "true"]);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Leaves no room on it for a while, whatever is deleted meanwhile.</summary>
    /// <param name="processId">The node's process.</param>
    /// <param name="span">How long.</param>
    public async Task FillAsync(int processId, TimeSpan span)
    {
        var filler = $"/proc/{processId}/root{folder}/filler";
        using var ended = new CancellationTokenSource(span);
        try
        {
            while (!ended.IsCancellationRequested)
            {
                Fill(filler);
                await Task.Delay(Between, CancellationToken.None);
            }
        }
        finally
        {
            File.Delete(filler);
        }
    }

    private static void Fill(string filler)
    {
        using var file = File.OpenHandle(filler, FileMode.OpenOrCreate, FileAccess.Write);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                RandomAccess.Write(file, page, RandomAccess.GetLength(file));
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
