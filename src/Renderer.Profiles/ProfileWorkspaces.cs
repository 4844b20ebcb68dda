using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Reading;
using Renderer.Profiles.Reading.Joining;

namespace Renderer.Profiles;

/// <summary>The workspaces whose people can be read: an immutable snapshot of each, swapped whole.</summary>
public sealed class ProfileWorkspaces : IAsyncDisposable
{
    // A read that is under way when settings change has ended by then.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    private readonly Func<WorkspaceName, ConnectionSettings, ICrmConnection?> connect;
    private readonly ProfileStore store;
    private readonly RedisLink link;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private volatile Dictionary<WorkspaceName, Workspace> workspaces = [];
    private volatile TaskCompletionSource added = NewSignal();

    internal ProfileWorkspaces(
        Func<WorkspaceName, ConnectionSettings, ICrmConnection?> connect, ProfileStore store, RedisLink link, TimeProvider time)
    {
        this.connect = connect;
        this.store = store;
        this.link = link;
        this.time = time;
    }

    internal IEnumerable<Workspace> All => workspaces.Values;

    /// <summary>Ends when a workspace is added.</summary>
    internal Task Added => added.Task;

    /// <summary>Says what a workspace is now; connections are rebuilt only where settings changed that their wire hangs on.</summary>
    /// <param name="name">Which workspace.</param>
    /// <param name="settings">What its file says.</param>
    /// <param name="union">What its current templates read together.</param>
    public void Set(WorkspaceName name, WorkspaceSettings settings, ReadSet union)
    {
        lock (gate)
        {
            var old = workspaces.GetValueOrDefault(name);
            var kept = old?.Connections ?? [];
            var rewired = new HashSet<ICrmConnection>();
            var made = settings.Connections
                .Select(wanted => kept.FirstOrDefault(connection => Same(connection.Settings, wanted)) ?? Rewire(kept, wanted, rewired) ?? connect(name, wanted))
                .ToList();
            var connections = made.OfType<ICrmConnection>().ToList();
            workspaces = new(workspaces)
            {
                [name] = Make(name, settings, union, made, old?.Board ?? NewBoard(name)),
            };
            foreach (var connection in kept.Except(connections).Except(rewired))
            {
                _ = RetireAsync(connection);
            }
        }

        Interlocked.Exchange(ref added, NewSignal()).TrySetResult();
    }

    /// <summary>Adds a workspace that no file describes.</summary>
    internal Workspace Host(WorkspaceName name, ICrmConnection people, ReadSet union)
    {
        var made = new Workspace(name, union, [people], people, NewBoard(name));
        lock (gate)
        {
            workspaces = new(workspaces) { [name] = made };
        }

        Interlocked.Exchange(ref added, NewSignal()).TrySetResult();
        return made;
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in All.SelectMany(workspace => workspace.Connections))
        {
            await connection.DisposeAsync();
        }
    }

    internal Workspace? Find(WorkspaceName name) => workspaces.GetValueOrDefault(name);

    private static Workspace Make(WorkspaceName name, WorkspaceSettings settings, ReadSet union, List<ICrmConnection?> made, MarkBoard board)
    {
        var connections = made.OfType<ICrmConnection>().ToList();
        var plan = MergePlan.Of(settings, made, (crm, realm, reads) => new Workspace(name, reads, [crm], crm, board, realm), union);
        return new(name, plan?.For(union).First ?? union, connections, made.FirstOrDefault(), board) { Plan = plan };
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool Same(ConnectionSettings mine, ConnectionSettings other) =>
        mine with { Attributes = other.Attributes, Lookups = other.Lookups } == other
        && mine.Attributes.Count == other.Attributes.Count
        && !mine.Attributes.Except(other.Attributes).Any()
        && mine.Lookups.Count == other.Lookups.Count
        && !mine.Lookups.Except(other.Lookups).Any();

    private static ICrmConnection? Rewire(IReadOnlyList<ICrmConnection> kept, ConnectionSettings wanted, HashSet<ICrmConnection> rewired)
    {
        foreach (var old in kept)
        {
            if (old.With(wanted) is { } next)
            {
                rewired.Add(old);
                return next;
            }
        }

        return null;
    }

    private MarkBoard NewBoard(WorkspaceName name)
    {
        var board = new MarkBoard(local: !link.Configured, MarkBoard.Capacity);
        board.Gone += names => _ = store.RemoveAsync(name, names);
        return board;
    }

    private async Task RetireAsync(ICrmConnection connection)
    {
        await Task.Delay(Overlap, time);
        await connection.DisposeAsync();
    }
}
