using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading;
using StackExchange.Redis;

namespace Renderer.Profiles.Marks;

/// <summary>
/// Keeps the boards in step with Redis: subscribes, and every half second asks for a beat, which brings the shared time,
/// and comes back over the subscription as the proof that no mark was missed.
/// </summary>
internal sealed partial class MarkFeed(
    RedisLink link,
    ProfileWorkspaces workspaces,
    SharedClock clock,
    ProfileStore store,
    MarkWriter marks,
    Hearing hearing,
    Ahead ahead,
    TimeProvider time,
    ILogger<MarkFeed> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    // A first sample of the time is often bad: it is bettered at once.
    private static readonly TimeSpan Sharp = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    // One beat of any node is enough for all, a little less often than each node asks.
    private const int EnoughMilliseconds = 400;

    private readonly Dictionary<WorkspaceName, ChannelMessageQueue> subscriptions = [];
    private bool? connected;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (link.Configured)
        {
            link.Broken += LoseAll;
            await link.ConnectAsync();
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        link.Broken -= LoseAll;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (link.Configured && !stoppingToken.IsCancellationRequested)
        {
            var added = workspaces.Added;
            await TickAsync();
            Tell(link.Connection is { IsConnected: true } && workspaces.All.All(each => each.Board.Connected(clock)));
            await Task.WhenAny(added, Task.Delay(clock.Uncertainty > Sharp ? Soon : Every, time, stoppingToken));
        }
    }

    private async Task TickAsync()
    {
        if (!await link.ConnectAsync())
        {
            return;
        }

        foreach (var workspace in workspaces.All)
        {
            await TryAsync(async () =>
            {
                await SubscribeAsync(workspace);
                await BeatAsync(workspace);
            });
        }

        await TryAsync(() => store.CatchUpAsync().WaitAsync(Every, time));
        await TryAsync(() => marks.CatchUpAsync().WaitAsync(Every, time));
    }

    // Each alone: what one workspace's keys are broken by is no other's trouble.
    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.Missed(log, error.GetType().Name);
        }
    }

    private async Task SubscribeAsync(Workspace workspace)
    {
        if (subscriptions.ContainsKey(workspace.Name))
        {
            return;
        }

        var subscriber = link.Connection!.GetSubscriber();
        ChannelMessageQueue queue;
        try
        {
            await subscriber.SubscribeAsync(MarkKeys.Heard(workspace.Name), (_, said) => hearing.Receive(workspace.Name, said.ToString())).WaitAsync(Every, time);
            queue = await subscriber.SubscribeAsync(MarkKeys.Channel(workspace.Name)).WaitAsync(Every, time);
        }
        catch
        {
            // It may be subscribed all the same: the next attempt must not be one more that listens.
            await subscriber.UnsubscribeAsync(MarkKeys.Heard(workspace.Name), flags: CommandFlags.FireAndForget);
            await subscriber.UnsubscribeAsync(MarkKeys.Channel(workspace.Name), flags: CommandFlags.FireAndForget);
            throw;
        }

        queue.OnMessage(message => Receive(workspace, message.Message));
        subscriptions[workspace.Name] = queue;
    }

    private void Receive(Workspace workspace, RedisValue payload)
    {
        if (MarkMessage.Parse(payload.ToString()) is { } message)
        {
            workspace.Board.Receive(message, clock.Now);
            if (!message.IsBeat)
            {
                hearing.Tell(workspace.Name, message.At);
                ahead.Heard(workspace, message.Marks);
            }
        }
    }

    private async Task BeatAsync(Workspace workspace)
    {
        // Who is not connected waits for nobody else's beat.
        var enough = workspace.Board.Connected(clock) ? EnoughMilliseconds : 0;
        var asked = time.GetTimestamp();
        var answer = (RedisResult[])(await link.Connection!.GetDatabase().ScriptEvaluateAsync(
            MarkScripts.Beat,
            [MarkKeys.Epoch(workspace.Name), MarkKeys.Guard(workspace.Name)],
            [MarkKeys.Channel(workspace.Name).ToString(), MarkWriter.NewGeneration(), enough]).WaitAsync(Every, time))!;
        var before = clock.LatestHere;
        if (!clock.Observe(asked, time.GetTimestamp(), new(long.Parse((string)answer[0]!, CultureInfo.InvariantCulture))))
        {
            foreach (var each in workspaces.All)
            {
                each.Board.Distrust(before);
            }
        }

        link.Recover();
    }

    private void Tell(bool now)
    {
        if (now && connected != true)
        {
            Log.Connected(log);
        }
        else if (!now && connected != false)
        {
            Log.Disconnected(log);
        }

        connected = now;
    }

    private void LoseAll()
    {
        foreach (var workspace in workspaces.All)
        {
            workspace.Board.Lose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "Redis is connected: changes of every node arrive")]
        public static partial void Connected(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "Redis cannot be reached: changes may be missed, so values older than 2 s are fetched again")]
        public static partial void Disconnected(ILogger logger);

        [LoggerMessage(1, LogLevel.Debug, "A beat was missed: {Failure}")]
        public static partial void Missed(ILogger logger, string failure);
    }
}
