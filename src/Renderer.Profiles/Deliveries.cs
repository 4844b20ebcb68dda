using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles;

/// <summary>
/// Remembers which deliveries of hooks were marked, on every node for a day: the same again is answered as before. Forgetting one costs a second
/// mark, which changes nothing, so a Redis that is down is not waited for.
/// </summary>
internal sealed class Deliveries(RedisLink link, TimeProvider clock)
{
    private const int MostKept = 20_000;

    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, long> here = new();

    /// <summary>Whether this delivery was marked before.</summary>
    public async ValueTask<bool> KnowsAsync(WorkspaceName workspace, string connection, string delivery)
    {
        var key = Key(workspace, connection, delivery);
        return (here.TryGetValue(key, out var at) && clock.GetElapsedTime(at) < Keep)
            || (link.Configured && (await link.AskAsync(database => database.KeyExistsAsync(key), RedisLink.Patience)).Answer);
    }

    /// <summary>Notes that it was.</summary>
    public async ValueTask NoteAsync(WorkspaceName workspace, string connection, string delivery)
    {
        var key = Key(workspace, connection, delivery);
        if (here.Count >= MostKept)
        {
            here.Clear();
        }

        here[key] = clock.GetTimestamp();
        if (link.Configured)
        {
            await link.AskAsync(database => database.StringSetAsync(key, "", Keep, StackExchange.Redis.When.NotExists), RedisLink.Patience);
        }
    }

    private static string Key(WorkspaceName workspace, string connection, string delivery) =>
        $"r:{workspace}:d:{connection}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(delivery)).AsSpan(0, 16))}";
}
