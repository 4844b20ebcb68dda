using System.Globalization;
using Renderer.Tests.Infrastructure;

namespace Renderer.Soak;

/// <summary>One node: a process, its two ways to Redis, which can be cut where they lead through relays, and its disk, which can be filled where it has one of its own.</summary>
internal sealed class Node(Cluster cluster, string name, int port, IEnumerable<int> redisPorts, Relay[] relays, Disk? disk) : IAsyncDisposable
{
    private GuardedProcess? process;

    public string Name => name;

    /// <summary>The process id; 0 while it is dead.</summary>
    public int ProcessId => process?.Id ?? 0;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    /// <summary>Seconds by which this node's wall clock is ahead; takes effect with the next start.</summary>
    public int Skew { get; set; }

    public async Task StartAsync()
    {
        var redis = string.Join(',', redisPorts.Select(each => $"127.0.0.1:{each}"));
        var settings = cluster.SettingsOf(name, port, redis);
        if (Skew != 0)
        {
            settings["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
            settings[StartupHook.Variable] = Skew.ToString(CultureInfo.InvariantCulture);
        }

        // On a machine of its own a node that starts takes nothing from the others; here it has what they leave, until it is ready.
        process = await Cluster.ProcessAsync(cluster.Server, settings, cluster.LogOf(name), nice: 10, disk?.Command);
        await Waiting.UntilAsync(new Uri(Address, "/health/ready"), TimeSpan.FromSeconds(90));
        // Each thread has its own; who may not raise it (not root) leaves it.
        await Waiting.OutputAsync("sh", ["-c", $"renice -n 0 -p $(ls /proc/{process.Id}/task) >/dev/null 2>&1 || true"]);
    }

    public async Task KillAsync()
    {
        if (process is not null)
        {
            await process.KillAsync();
            process.Dispose();
            process = null;
        }
    }

    /// <summary>Whether it answers at all.</summary>
    public async Task<bool> LivesAsync()
    {
        try
        {
            await Waiting.UntilAsync(new Uri(Address, "/health/live"), TimeSpan.FromSeconds(2));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Cut() => Array.ForEach(relays, relay => relay.Cut());

    /// <summary>Fills its disk for a while.</summary>
    public Task WithoutDiskAsync(TimeSpan span) => disk!.FillAsync(ProcessId, span);

    public void Mend() => Array.ForEach(relays, relay => relay.Mend());

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var relay in relays)
        {
            await relay.DisposeAsync();
        }
    }
}
