using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Files;

/// <summary>Keeps the people of a file up to date: looks at it five times a second, reads it whole when it changed, and says who did.</summary>
internal sealed partial class FileFeed : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly FileSettings file;
    private readonly IReadOnlyDictionary<string, string> lookups;
    private readonly Func<IReadOnlyList<CrmChange>?, Task<bool>> tell;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly string connection;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task watching;
    private volatile FilePeople? people;
    private volatile AttributeMap map;
    private (DateTime At, long Length) seen;
    private string? said;
    private IReadOnlyList<CrmChange>? untold = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="settings">The connection.</param>
    /// <param name="file">The file.</param>
    /// <param name="map">Columns to attributes.</param>
    /// <param name="tell">Hears who changed; null is everybody. Its false: not every node knows yet, say it again.</param>
    /// <param name="clock">Says when to look.</param>
    /// <param name="logger">Says what was found.</param>
    public FileFeed(
        ConnectionSettings settings,
        FileSettings file,
        AttributeMap map,
        Func<IReadOnlyList<CrmChange>?, Task<bool>> tell,
        TimeProvider clock,
        ILogger logger)
    {
        (this.file, this.map, this.tell, this.clock, this.logger) = (file, map, tell, clock, logger);
        (lookups, connection) = (settings.Lookups, settings.Name);
        FreshFor = settings.FreshFor;
        watching = Task.Run(WatchAsync);
    }

    /// <summary>The people; null while none could be read.</summary>
    public FilePeople? People => people;

    /// <summary>Ends once the file was looked at.</summary>
    public Task First => first.Task;

    /// <summary>When the state that <see cref="People"/> are was written.</summary>
    public DateTimeOffset WrittenAt { get; private set; }

    private TimeSpan FreshFor { get; }

    /// <summary>Columns feed other attributes from now on.</summary>
    public void Use(AttributeMap other) => map = other;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
            {
                Say($"cannot be read ({error.GetType().Name})");
            }

            first.TrySetResult();
            await Task.Delay(Glance, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync()
    {
        var info = new FileInfo(file.Path);
        if (!info.Exists)
        {
            Say("is not there");
            return;
        }

        // Somebody may still be writing: it is read when it stood still for a moment. At the start nothing else could be shown.
        var stamp = (info.LastWriteTimeUtc, info.Length);
        if (stamp != seen && (people is null || clock.GetUtcNow() - stamp.LastWriteTimeUtc > Glance || stamp.LastWriteTimeUtc > clock.GetUtcNow()))
        {
            await LoadAsync(stamp);
        }

        if (untold is not { Count: 0 } && await tell(untold))
        {
            untold = [];
        }
    }

    private async Task LoadAsync((DateTime At, long Length) stamp)
    {
        if (stamp.Length > FileLoad.MostBytes)
        {
            seen = stamp;
            Say($"has more than {FileLoad.MostBytes >> 20} MB, which do not belong into every node's memory");
            return;
        }

        var began = clock.GetTimestamp();
        var data = await File.ReadAllBytesAsync(file.Path, stopping.Token);
        var after = new FileInfo(file.Path);
        if ((after.LastWriteTimeUtc, after.Length) != stamp)
        {
            return; // it changed while it was read
        }

        seen = stamp;
        var load = FileLoad.Of(file, lookups, data);
        if (load.People is not { } now)
        {
            Say(load.Fault!);
            return;
        }

        var old = people;
        people = now;
        WrittenAt = new DateTimeOffset(stamp.At, TimeSpan.Zero);
        said = null;
        Log.Loaded(logger, connection, now.Count, clock.GetElapsedTime(began).TotalSeconds, now.IndexBytes >> 10);
        if (load.Bad > 0)
        {
            Log.BadRows(logger, connection, load.Bad, string.Join(", ", load.BadLines!));
        }

        // What other nodes and Redis hold may be from before; older than it is fresh it is asked for anew anyway.
        var news = old is not null ? FileDiff.Between(old, now, file, map)
            : clock.GetUtcNow() - WrittenAt < FreshFor ? null
            : [];
        untold = untold is null || news is null ? null : [.. untold, .. news];
    }

    private void Say(string what)
    {
        if (said != what)
        {
            said = what;
            Log.Unreadable(logger, connection, what, people is null ? "nobody can be read" : "the people of its last good state are shown");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Information, "Connection {Connection}: the file has {People} people; read in {Seconds:F1} s, its index takes {Kilobytes} KB.")]
        public static partial void Loaded(ILogger logger, string connection, int people, double seconds, long kilobytes);

        [LoggerMessage(22, LogLevel.Warning, "Connection {Connection}: {Rows} rows of the file are not used: they have another number of fields than the first row, no id, the id of a row before, or no valid text. The first are at lines {Lines}.")]
        public static partial void BadRows(ILogger logger, string connection, int rows, string lines);

        [LoggerMessage(23, LogLevel.Error, "Connection {Connection}: the file {What}; {Consequence}. It is looked at again five times a second; check path in workspace.yaml.")]
        public static partial void Unreadable(ILogger logger, string connection, string what, string consequence);
    }
}
