using Renderer.Tests.Infrastructure;

namespace Renderer.Soak;

/// <summary>One node: a process, and its two ways to Redis, which can be cut.</summary>
internal sealed class Node(Cluster cluster, string name, int port, Relay[] relays) : IAsyncDisposable
{
    private GuardedProcess? process;

    public string Name => name;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    /// <summary>Seconds by which this node's wall clock is ahead; takes effect with the next start, where libfaketime is installed.</summary>
    public int Skew { get; set; }

    public async Task StartAsync()
    {
        var redis = string.Join(',', relays.Select(relay => $"127.0.0.1:{relay.Port}"));
        var settings = cluster.SettingsOf(name, port, redis);
        if (Skew != 0 && Faketime is { } library)
        {
            settings["LD_PRELOAD"] = library;
            settings["FAKETIME"] = $"{Skew:+0;-0}s";
            settings["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        }

        process = await Cluster.ProcessAsync(cluster.Server, settings, cluster.LogOf(name));
        await Waiting.UntilAsync(new Uri(Address, "/health/ready"), TimeSpan.FromSeconds(90));
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

    public void Mend() => Array.ForEach(relays, relay => relay.Mend());

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var relay in relays)
        {
            await relay.DisposeAsync();
        }
    }

    /// <summary>The library that shifts a process's clock; null where it is not installed.</summary>
    public static string? Faketime { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketime.so.1", SearchOption.AllDirectories).FirstOrDefault()
        : null;
}
