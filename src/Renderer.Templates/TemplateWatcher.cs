using System.Threading.Channels;

namespace Renderer.Templates;

/// <summary>Keeps a workspace's snapshot up to date with its folder: an edit is live well under a second, a bad one keeps the last good version.</summary>
public sealed class TemplateWatcher : IDisposable
{
    // Editors write a file in several steps.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private const int MostQuietRounds = 6;

    // For what the system does not tell: network drives, a folder that was not there yet.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, string?> variables;
    private readonly Action<TemplateWorkspace> changed;
    private readonly TimeProvider clock;
    private FileSystemWatcher? watcher;
    private volatile TemplateWorkspace current;
    private Task<bool>? waiting;

    /// <summary>Watches from now on.</summary>
    /// <param name="first">The snapshot as loaded; what changed since is noticed at once.</param>
    /// <param name="variables">Answers <c>${env:NAME}</c>.</param>
    /// <param name="changed">Given each new snapshot, one at a time; when it throws it is given the next one 5 s later.</param>
    /// <param name="clock">Times the quiet of 50 ms and the poll of 5 s.</param>
    public TemplateWatcher(
        TemplateWorkspace first, Func<string, string?> variables, Action<TemplateWorkspace> changed, TimeProvider clock)
    {
        current = first;
        this.variables = variables;
        this.changed = changed;
        this.clock = clock;
        Watch();
        Tell();
        _ = WatchAsync();
    }

    /// <summary>The newest snapshot.</summary>
    public TemplateWorkspace Current => current;

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        watcher?.Dispose();
    }

    private async Task WatchAsync()
    {
        var cancellation = stop.Token;
        try
        {
            while (true)
            {
                var isTold = await IsToldAsync(cancellation);
                if (isTold)
                {
                    await QuietAsync(cancellation);
                }

                Watch();
                if (Refresh() && !isTold)
                {
                    // The system should have told: the folder is another one than the one it looks at.
                    watcher?.Dispose();
                    watcher = null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            stop.Dispose();
        }
    }

    private async Task<bool> IsToldAsync(CancellationToken cancellation)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timer = Task.Delay(Poll, clock, poll.Token);
        waiting ??= told.Reader.WaitToReadAsync(cancellation).AsTask();
        var isTold = await Task.WhenAny(waiting, timer) == waiting;
        await poll.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        waiting = isTold ? null : waiting;
        return isTold;
    }

    private async Task QuietAsync(CancellationToken cancellation)
    {
        for (var round = 0; round < MostQuietRounds && told.Reader.TryRead(out _); round++)
        {
            await Task.Delay(Quiet, clock, cancellation);
        }
    }

    // Only what looks changed is read, and only what it makes different is made again.
    private bool Refresh()
    {
        try
        {
            var next = TemplateFolder.Load(current.Name, current.Folder, variables, current, clock);
            if (ReferenceEquals(next, current))
            {
                return false;
            }

            changed(next);
            current = next;
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Given again at the next poll.
            return false;
        }
    }

    private void Watch()
    {
        if (watcher is not null && Directory.Exists(current.Folder))
        {
            return;
        }

        watcher?.Dispose();

        try
        {
            watcher = new FileSystemWatcher(current.Folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => Tell();
            watcher.Created += (_, _) => Tell();
            watcher.Deleted += (_, _) => Tell();
            watcher.Renamed += (_, _) => Tell();
            watcher.Error += (_, _) => Tell();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No folder yet, or the system has no watch left: the poll finds what changes.
            watcher?.Dispose();
            watcher = null;
        }
    }

    private void Tell() => told.Writer.TryWrite(true);
}
