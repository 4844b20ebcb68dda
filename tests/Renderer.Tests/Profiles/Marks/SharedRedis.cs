using Renderer.Model;
using Renderer.Tests.Infrastructure;
using StackExchange.Redis;

namespace Renderer.Tests.Profiles.Marks;

/// <summary>One Redis for all tests that do not break it: each has a workspace of its own.</summary>
internal static class SharedRedis
{
    private static readonly Lazy<Task<RedisServer>> Server = new(RedisServer.StartAsync);
    private static readonly Lazy<Task<ConnectionMultiplexer>> Client = new(async () => await ConnectionMultiplexer.ConnectAsync(await AddressAsync()));

    public static async Task<string> AddressAsync() => (await Server.Value).ConnectionString;

    /// <summary>A client of the test's own.</summary>
    public static async Task<IDatabase> DatabaseAsync() => (await Client.Value).GetDatabase();

    /// <summary>Waits until at least so many profiles and aliases of a workspace are in Redis.</summary>
    public static Task UntilStoredAsync(WorkspaceName workspace, int count) =>
        Eventually.TrueAsync(async () => (await KeysAsync($"r:*:{workspace}:*")).Count >= count);

    public static async Task<List<RedisKey>> KeysAsync(string pattern)
    {
        var server = (await Client.Value).GetServers()[0];
        var keys = new List<RedisKey>();
        await foreach (var key in server.KeysAsync(pattern: pattern))
        {
            keys.Add(key);
        }

        return keys;
    }
}
