using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading;
using StackExchange.Redis;

namespace Renderer.Profiles.Polling;

/// <summary>
/// Polls each connection that answers for people, as often as its settings say, on one node at a time: how CRMs that cannot push tell of
/// changes, and how it is found out what hooks missed.
/// </summary>
internal sealed partial class Poller(ProfileWorkspaces workspaces, ChangePoll poll, RedisLink link, TimeProvider time, ILogger<Poller> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>What is asked for twice: clocks differ, and CRMs index late.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(WorkspaceName, string), Turn> turns = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var home in workspaces.All)
            {
                if (home.People is { Settings: { PollEvery.Ticks: > 0 } settings } && home.Name != WorkspaceName.Probe)
                {
                    await TryVisitAsync(home, settings, stoppingToken);
                }
            }

            await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryVisitAsync(Workspace home, ConnectionSettings settings, CancellationToken stop)
    {
        try
        {
            await VisitAsync(home, settings, stop);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            Log.Failed(log, settings.Name, home.Name, failure.GetType().Name);
        }
    }

    private async Task VisitAsync(Workspace home, ConnectionSettings settings, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var turn = turns.GetValueOrDefault((home.Name, settings.Name)) ?? new Turn(now + settings.PollEvery, now, IsRunning: false);
        if (turn.IsRunning || now < turn.Due || !await IsMineAsync(home, settings))
        {
            turns[(home.Name, settings.Name)] = turn.IsRunning || now < turn.Due ? turn : turn with { Due = now + (settings.PollEvery / 10) };
            return;
        }

        turns[(home.Name, settings.Name)] = turn with { IsRunning = true };
        _ = RunAsync(home, settings, turn.Since, now, stop);
    }

    private async Task RunAsync(Workspace home, ConnectionSettings settings, DateTimeOffset mine, DateTimeOffset now, CancellationToken stop)
    {
        var since = mine;
        try
        {
            since = await SinceAsync(home, settings) ?? mine;
            var count = await poll.RunAsync(home, since - Overlap, stop);
            ProfileMeters.Polled(count);
            if (count.Complete)
            {
                since = now;
                await link.AskAsync(
                    database => database.StringSetAsync(Key(home, settings, "since"), now.ToUnixTimeMilliseconds(), TimeSpan.FromDays(7)), RedisLink.Longest);
            }

            if (count.Found > 0 && settings.HookSecret is not null)
            {
                Log.Missed(log, settings.Name, home.Name, count.Found);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The next round asks from where this one began.
            if (!stop.IsCancellationRequested)
            {
                Log.Failed(log, settings.Name, home.Name, failure.GetType().Name);
            }
        }

        turns[(home.Name, settings.Name)] = new Turn(now + settings.PollEvery, since, IsRunning: false);
    }

    /// <summary>Whether this node polls this time; without Redis each does.</summary>
    private async Task<bool> IsMineAsync(Workspace home, ConnectionSettings settings)
    {
        if (!link.Configured)
        {
            return true;
        }

        var (answered, mine) = await link.AskAsync(
            database => database.StringSetAsync(Key(home, settings, "turn"), 1, settings.PollEvery * 0.9, When.NotExists), RedisLink.Longest);
        return answered && mine;
    }

    private async Task<DateTimeOffset?> SinceAsync(Workspace home, ConnectionSettings settings)
    {
        if (!link.Configured)
        {
            return null;
        }

        var (_, text) = await link.AskAsync(database => database.StringGetAsync(Key(home, settings, "since")), RedisLink.Longest);
        return long.TryParse((string?)text, CultureInfo.InvariantCulture, out var milliseconds) ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    private static string Key(Workspace home, ConnectionSettings settings, string what) => $"r:{home.Name}:poll:{settings.Name}:{what}";

    private sealed record Turn(DateTimeOffset Due, DateTimeOffset Since, bool IsRunning);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: {Count} people had changed without an event of it. Check that the CRM's webhook is on for every property that templates read.")]
        public static partial void Missed(ILogger logger, string connection, WorkspaceName workspace, int count);

        [LoggerMessage(2, LogLevel.Warning, "Connection {Connection} of workspace {Workspace} could not be polled ({Failure}); the next poll asks for the same again.")]
        public static partial void Failed(ILogger logger, string connection, WorkspaceName workspace, string failure);
    }
}
