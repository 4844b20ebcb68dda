using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Feeds;

/// <summary>Follows the feeds of all connections that have one, as workspaces come, change and go.</summary>
internal sealed class ChangeFeeds(ProfileWorkspaces workspaces, ProfileChanges changes, IGrants? grants, TimeProvider time, ILoggerFactory logs)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ILogger log = logs.CreateLogger("Renderer.Profiles.Crm");
    private readonly Dictionary<ICrmConnection, (CancellationTokenSource Stop, Task Ended)> followed = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var added = workspaces.Added;
                await MatchAsync();
                await Task.WhenAny(added, Task.Delay(LookEvery, time, stoppingToken));
            }
        }
        finally
        {
            foreach (var (stop, _) in followed.Values)
            {
                await stop.CancelAsync();
            }

            await Task.WhenAll(followed.Values.Select(feed => feed.Ended));
        }
    }

    private async Task MatchAsync()
    {
        var wanted = workspaces.All.SelectMany(workspace => workspace.Connections.Select(connection => (workspace.Name, Connection: connection)))
            .Where(pair => pair.Connection.Changes is not null)
            .ToList();
        foreach (var gone in followed.Keys.Except(wanted.Select(pair => pair.Connection), ReferenceEqualityComparer.Instance).Cast<ICrmConnection>().ToList())
        {
            await followed[gone].Stop.CancelAsync();
            await followed[gone].Ended;
            followed.Remove(gone);
        }

        foreach (var (workspace, connection) in wanted.Where(pair => !followed.ContainsKey(pair.Connection)))
        {
            var name = connection.Settings.Name;
            var feed = new FollowedFeed(
                connection.Changes!,
                new FeedPlace(grants, workspace, $"{name}#changes"),
                told => changes.HearAsync(workspace, told, CancellationToken.None),
                time,
                new FeedLog(workspace, name, log));
            var stop = new CancellationTokenSource();
            followed[connection] = (stop, Task.Run(() => feed.RunAsync(stop.Token), CancellationToken.None));
        }
    }
}
