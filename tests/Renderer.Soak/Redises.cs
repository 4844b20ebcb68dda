using Renderer.Tests.Infrastructure;

namespace Renderer.Soak;

/// <summary>A Redis and its replica, which change places when the first dies.</summary>
internal sealed class Redises : IAsyncDisposable
{
    private RedisServer primary = null!;
    private RedisServer replica = null!;

    public async Task StartAsync()
    {
        primary = await RedisServer.StartAsync();
        replica = await RedisServer.StartAsync();
        await replica.RestartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
    }

    public IEnumerable<int> Ports => [primary.Port, replica.Port];

    /// <summary>A node's ways to both.</summary>
    public Relay[] Relays() => [new(primary.Port), new(replica.Port)];

    /// <summary>Stops the primary for a while, as a machine does that swaps.</summary>
    public async Task PauseAsync(TimeSpan span)
    {
        await Waiting.OutputAsync("kill", ["-STOP", $"{primary.ProcessId}"]);
        await Task.Delay(span);
        await Waiting.OutputAsync("kill", ["-CONT", $"{primary.ProcessId}"]);
    }

    /// <summary>Kills the primary and starts it again, empty; the replica follows it.</summary>
    public async Task RestartAsync(TimeSpan gone)
    {
        await primary.KillAsync();
        await Task.Delay(gone);
        await primary.RestartAsync();
    }

    /// <summary>Kills the primary; the replica takes its place, and the old one comes back as replica.</summary>
    public async Task FailOverAsync(TimeSpan gone)
    {
        await primary.KillAsync();
        await Task.Delay(gone);
        await Waiting.OutputAsync("redis-cli", ["-p", $"{replica.Port}", "REPLICAOF", "NO", "ONE"]);
        (primary, replica) = (replica, primary);
        await replica.RestartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        await primary.DisposeAsync();
        await replica.DisposeAsync();
    }
}
