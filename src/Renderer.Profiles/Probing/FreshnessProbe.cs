using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles.Probing;

/// <summary>
/// Changes a person that only nodes know, about once a second on some node, and measures on every node how long it takes from the
/// mark's instant until that person reads fresh: the same mark, feed, cache, turn and judge as for everybody else, and a CRM that answers at once.
/// </summary>
internal sealed partial class FreshnessProbe(
    ProfileWorkspaces workspaces, MarkWriter marks, Lookup lookup, OneReader reader, SharedClock clock, FreshnessFigures figures, TimeProvider time, ILogger<FreshnessProbe> log)
    : BackgroundService
{
    private static readonly Identifier Someone = Identifier.Id("probe");
    private static readonly ReadSet Reads = new(["probe"]);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Beyond this it is written down as it is, and tried no longer.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var home = workspaces.Host(WorkspaceName.Probe, new ProbeConnection(), Reads);
        var heard = Channel.CreateBounded<Instant>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        home.Board.Marked += at => heard.Writer.TryWrite(at);
        var last = Instant.Never;
        while (!stoppingToken.IsCancellationRequested)
        {
            var at = await HeardAsync(heard.Reader, stoppingToken);
            try
            {
                if (at is null)
                {
                    await marks.WriteAsync(home, [.. lookup.Ask(home, Someone, Reads).Names.Select(name => new Mark(name, [MarkField.All]))]);
                }
                else if (at > last)
                {
                    last = at.Value;
                    await MeasureAsync(home, last, stoppingToken);
                }
            }
            catch (Exception failure) when (failure is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                // A measurement that fails must not end the host; the alert on a silent probe tells.
                Log.Failed(log, failure);
            }
        }
    }

    /// <summary>The next mark of any node; null when there was none for so long that it is this node's turn to make one.</summary>
    private async Task<Instant?> HeardAsync(ChannelReader<Instant> heard, CancellationToken stoppingToken)
    {
        // Nodes wait unevenly, so that mostly one of them writes, and all the others hear of it.
        using var turn = new CancellationTokenSource(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(500)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(turn.Token, stoppingToken);
        try
        {
            return await heard.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task MeasureAsync(Workspace home, Instant at, CancellationToken stoppingToken)
    {
        var question = lookup.Ask(home, Someone, Reads);
        bool fresh;
        do
        {
            var found = reader.InMemory(home, question);
            fresh = found.IsFresh || (await reader.FindAsync(home, question, Budget.Start(time, Every), stoppingToken)).Found.IsFresh;
        }
        while (!fresh && clock.Now - at < GiveUp);
        var took = clock.Now - at;
        took = took > TimeSpan.Zero ? took : TimeSpan.Zero; // clocks may differ by their doubt
        ProfileMeters.Fresh(took);
        figures.Add(took);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "How long a change takes to be fresh could not be measured this time.")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
