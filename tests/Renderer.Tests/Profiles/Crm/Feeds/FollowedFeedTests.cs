using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm.Feeds;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Feeds;

public sealed class FollowedFeedTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly KeptInMemory ledger;
    private readonly LinesLogger log = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> froms = new();
    private readonly ConcurrentQueue<FedChanges> noted = new();
    private readonly ConcurrentQueue<Script> scripts = new();

    public FollowedFeedTests() => ledger = new KeptInMemory(clock);

    private delegate Task<FeedEnd> Script(Func<FedChanges, Task<bool>> tell, CancellationToken end);

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task It_goes_on_where_it_ended()
    {
        scripts.Enqueue(async (tell, _) =>
        {
            await tell(Place(7));
            return FeedEnd.Broken;
        });

        var run = Run();
        await UntilAsync(() => froms.Count == 2);

        Assert.Equal(["", "7"], froms);
        Assert.Equal([7], ledger.Grant);
        await EndAsync(run);
    }

    [Fact]
    public async Task Another_node_goes_on_where_the_first_ended_and_not_before()
    {
        var first = new CancellationTokenSource();
        scripts.Enqueue(async (tell, end) =>
        {
            await tell(Place(7));
            await Task.Delay(Timeout.Infinite, end);
            return FeedEnd.Broken;
        });
        var one = Run(first.Token);
        await UntilAsync(() => froms.Count == 1);
        var other = Run();
        for (var i = 0; i < 20; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.Single(froms);
        await first.CancelAsync();
        await one;
        await UntilAsync(() => froms.Count == 2);
        Assert.Equal("7", froms.Last());
        await EndAsync(other);
        first.Dispose();
    }

    [Fact]
    public async Task What_could_not_be_noted_is_heard_again()
    {
        var isRefused = true;
        scripts.Enqueue(async (tell, _) => await tell(Place(1)) && await tell(Changes(2)) ? FeedEnd.Broken : FeedEnd.NotNoted);

        var run = Run(note: changes =>
        {
            noted.Enqueue(changes);
            return Task.FromResult(!isRefused);
        });
        await UntilAsync(() => froms.Count == 2);

        Assert.Equal(["", "1"], froms);
        Assert.Single(noted);
        await EndAsync(run);
    }

    [Fact]
    public async Task A_lost_place_has_everybody_read_again_and_begins_anew()
    {
        scripts.Enqueue(async (tell, _) => await tell(Place(7)) ? FeedEnd.PlaceLost : FeedEnd.Broken);

        var run = Run();
        await UntilAsync(() => froms.Count == 2);

        Assert.Equal(["", ""], froms);
        Assert.True(Assert.Single(noted).Everybody);
        await EndAsync(run);
    }

    [Fact]
    public async Task A_feed_that_fails_is_tried_ever_more_seldom_and_said_once()
    {
        for (var i = 0; i < 1000; i++)
        {
            scripts.Enqueue((_, _) => Task.FromResult(FeedEnd.Refused));
        }

        var run = Run();
        for (var i = 0; i < 120; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.InRange(froms.Count, 4, 14);
        Assert.Single(log.Lines, line => line.Contains("ended (Refused)", StringComparison.Ordinal));
        await EndAsync(run);
    }

    [Fact]
    public async Task While_the_ledger_is_down_nobody_begins()
    {
        ledger.IsDown = true;
        var run = Run();
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.Empty(froms);
        ledger.IsDown = false;
        await UntilAsync(() => froms.Count == 1);
        await EndAsync(run);
    }

    private static FedChanges Place(byte place) => new([], Everybody: false, new[] { place });

    private static FedChanges Changes(byte place) => new([new(Identifier.Id("1"), null, default)], Everybody: false, new[] { place });

    private Task Run(CancellationToken? until = null, Func<FedChanges, Task<bool>>? note = null)
    {
        var feed = new FollowedFeed(
            new ChangeFeed(FollowAsync),
            new FeedPlace(ledger, WorkspaceName.Default, "crm#changes"),
            note ?? (changes =>
            {
                noted.Enqueue(changes);
                return Task.FromResult(true);
            }),
            clock,
            new FeedLog(WorkspaceName.Default, "crm", log.CreateLogger("feeds")));
        return Task.Run(() => feed.RunAsync(until ?? stop.Token));
    }

    private async Task<FeedEnd> FollowAsync(ReadOnlyMemory<byte> from, Func<FedChanges, Task<bool>> tell, CancellationToken end)
    {
        froms.Enqueue(string.Join(' ', from.ToArray()));
        if (scripts.TryDequeue(out var script))
        {
            return await script(tell, end);
        }

        await Task.Delay(Timeout.Infinite, end);
        return FeedEnd.Broken;
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 2000, "It did not come.");
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(2);
        }
    }

    private async Task EndAsync(Task run)
    {
        await stop.CancelAsync();
        await run;
    }
}
