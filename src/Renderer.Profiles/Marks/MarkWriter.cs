using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading;
using StackExchange.Redis;

namespace Renderer.Profiles.Marks;

/// <summary>Writes marks where every node sees them, and on this node's board.</summary>
internal sealed partial class MarkWriter(RedisLink link, Hearing hearing, SharedClock clock, TimeProvider time, ILogger<MarkWriter> log) : IAsyncDisposable
{
    // A webhook's sender waits longer than a render; protocols give 5 s to an answer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReplicaLimit = TimeSpan.FromMilliseconds(500);

    // Marks outlive every value that they could speak of.
    private static readonly TimeSpan KeepLonger = TimeSpan.FromDays(1);

    // A script holds everybody up while it runs: about 5 ms.
    private const int FieldsAtOnce = 5000;
    private const int NamesAtOnce = 500;
    private const int OwedKept = 1000;

    private readonly SemaphoreSlim opening = new(1);
    private readonly ConcurrentQueue<Owed> owed = new();
    private int paying;
    private ConnectionMultiplexer? own;

    /// <summary>Marks what happened; false when not every node will see it.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="marks">What happened to whom.</param>
    /// <param name="notBefore">The earliest instant to stamp.</param>
    public async Task<bool> WriteAsync(Workspace workspace, IReadOnlyList<Mark> marks, Instant notBefore = default)
    {
        var written = true;
        foreach (var some in Chunk(marks))
        {
            // Once it failed, this node at least takes the rest for changed; the CRM tries again.
            written = written && await WriteSomeAsync(workspace, some, notBefore);
            if (!written)
            {
                workspace.Board.Apply(some, Instant.Later(clock.LatestHere, notBefore));
                Owe(workspace, some, notBefore);
            }
        }

        ProfileMeters.Marked(written, marks.Count);
        return written;
    }

    /// <summary>Writes the erasures that could not be written: nobody tries those again.</summary>
    public async Task CatchUpAsync()
    {
        if (owed.IsEmpty || Interlocked.Exchange(ref paying, 1) == 1)
        {
            return;
        }

        try
        {
            var going = true;
            for (var left = owed.Count; going && left > 0 && owed.TryDequeue(out var one); left--)
            {
                going = await WriteSomeAsync(one.Workspace, one.Marks, one.NotBefore);
                if (!going)
                {
                    owed.Enqueue(one);
                }
            }
        }
        finally
        {
            Volatile.Write(ref paying, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
        {
            await own.DisposeAsync();
        }

        opening.Dispose();
    }

    private static IEnumerable<Mark[]> Chunk(IReadOnlyList<Mark> marks)
    {
        var most = marks.Select(mark => mark.Fields.Count).DefaultIfEmpty(1).Max();
        return marks.Chunk(Math.Clamp(FieldsAtOnce / most, 1, NamesAtOnce));
    }

    private void Owe(Workspace workspace, Mark[] marks, Instant notBefore)
    {
        Mark[] erased = [.. marks.Where(mark => mark.Fields.Contains(MarkField.Erased))];
        if (erased.Length > 0 && owed.Count < OwedKept)
        {
            owed.Enqueue(new(workspace, erased, notBefore));
        }
    }

    private async Task<bool> WriteSomeAsync(Workspace workspace, Mark[] marks, Instant notBefore)
    {
        if (!link.Configured)
        {
            workspace.Board.Make(marks, Instant.Later(clock.Now, notBefore));
            return true;
        }

        try
        {
            var stamped = link.Connection is { IsConnected: true } connection
                ? await StampAsync(connection, workspace, marks, notBefore)
                : null;
            if (stamped is { } stamp)
            {
                workspace.Board.Apply(marks, stamp.At);
                await hearing.ByAllAsync(workspace.Name, stamp.At, stamp.Subscribers);
            }

            return stamped is not null;
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotWritten(log, error.GetType().Name);
            return false;
        }
    }

    private async Task<Stamp?> StampAsync(ConnectionMultiplexer connection, Workspace workspace, Mark[] marks, Instant notBefore)
    {
        var stamp = await RunAsync(own ?? connection, workspace, marks, notBefore);
        if (stamp.Replicas == 0)
        {
            return stamp;
        }

        // WAIT holds its connection up, and renders use the shared one.
        if (own is null)
        {
            await OpenOwnAsync();
            stamp = await RunAsync(own!, workspace, marks, notBefore);
        }

        return await ReplicatedAsync(own!, workspace) ? stamp : null;
    }

    private async Task<Stamp> RunAsync(ConnectionMultiplexer connection, Workspace workspace, Mark[] marks, Instant notBefore)
    {
        var keep = workspace.LongestStale + KeepLonger;
        RedisKey[] keys = [MarkKeys.Epoch(workspace.Name), .. marks.Select(mark => MarkKeys.Of(workspace.Name, mark.Name))];
        RedisValue[] values =
        [
            MarkKeys.Channel(workspace.Name).ToString(),
            NewGeneration(),
            (long)keep.TotalMilliseconds,
            notBefore.Micros,
            .. marks.SelectMany(mark => new RedisValue[] { mark.Name, string.Join(',', mark.Fields) }),
        ];
        var answer = (RedisResult[])(await connection.GetDatabase()
            .ScriptEvaluateAsync(MarkScripts.Write, keys, values)
            .WaitAsync(Limit, time))!;
        return new(new(long.Parse((string)answer[0]!, CultureInfo.InvariantCulture)), (int)answer[1], (int)answer[2]);
    }

    // WAIT counts for what its own connection wrote: on another one it would say yes at once.
    private async Task<bool> ReplicatedAsync(ConnectionMultiplexer connection, Workspace workspace)
    {
        var breaks = 0;
        void Count(object? sender, ConnectionFailedEventArgs args) => Interlocked.Increment(ref breaks);
        connection.ConnectionFailed += Count;
        try
        {
            var server = connection.GetServer(MarkKeys.Epoch(workspace.Name));
            var replicas = (int)await server
                .ExecuteAsync("WAIT", 1, (int)ReplicaLimit.TotalMilliseconds)
                .WaitAsync(Limit, time);
            return replicas >= 1 && Volatile.Read(ref breaks) == 0;
        }
        finally
        {
            connection.ConnectionFailed -= Count;
        }
    }

    private async Task OpenOwnAsync()
    {
        await opening.WaitAsync();
        try
        {
            own ??= await link.OpenOwnAsync();
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>A random life of the marks, never 0.</summary>
    internal static string NewGeneration() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(7)) + "1";

    private readonly record struct Stamp(Instant At, int Replicas, int Subscribers);

    private sealed record Owed(Workspace Workspace, Mark[] Marks, Instant NotBefore);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A change could not be written to Redis ({Failure}); its sender is asked to try again")]
        public static partial void NotWritten(ILogger logger, string failure);
    }
}
