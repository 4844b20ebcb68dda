
namespace Renderer.Profiles.Crm.Feeds;

/// <summary>Follows one connection's feed for as long as the connection is there: waits for its turn, goes on where the last one ended, and comes back.</summary>
/// <param name="feed">The feed.</param>
/// <param name="place">How far it was heard.</param>
/// <param name="note">Marks changes on every node.</param>
/// <param name="time">For all waits.</param>
/// <param name="said">Says what becomes of it.</param>
internal sealed class FollowedFeed(ChangeFeed feed, FeedPlace place, Func<FedChanges, Task<bool>> note, TimeProvider time, FeedLog said)
{
    /// <summary>How often a node looks whether it is its turn.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>How often the place is kept.</summary>
    private static readonly TimeSpan Renew = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private bool told;

    /// <summary>Follows it until the end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var rest = ShortestRest;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (!await place.TryTakeAsync(stop))
                {
                    await Task.Delay(Look, time, stop);
                    continue;
                }

                told = false;
                var end = await FollowAsync(stop);
                said.Ended(end);
                rest = told ? ShortestRest : TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, rest.Ticks * 2));
                await Task.Delay(rest * (0.75 + (Random.Shared.NextDouble() / 2)), time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection, or the node, goes.
        }
    }

    private async Task<FeedEnd> FollowAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var keeping = KeepAsync(end);
        try
        {
            said.Begun();
            var why = await feed.FollowAsync(place.Reached, TellAsync, end.Token);
            if (why == FeedEnd.PlaceLost && await note(new FedChanges([], Everybody: true, default)))
            {
                place.Reach(default);
            }

            return why;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return FeedEnd.Broken; // another node has the turn
        }
        finally
        {
            await end.CancelAsync();
            await keeping;
            await place.LeaveAsync();
        }
    }

    private async Task<bool> TellAsync(FedChanges changes)
    {
        if ((changes.Everybody || changes.Changes.Count > 0) && !await note(changes))
        {
            return false;
        }

        if (!changes.Place.IsEmpty)
        {
            place.Reach(changes.Place);
        }

        told = true;
        return true;
    }

    private async Task KeepAsync(CancellationTokenSource end)
    {
        try
        {
            do
            {
                await Task.Delay(Renew, time, end.Token);
            }
            while (await place.RenewAsync());
            await end.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // It ended first.
        }
    }
}
