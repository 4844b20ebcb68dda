using Microsoft.Extensions.Caching.Distributed;

namespace Renderer.Profiles.Cache;

/// <summary>Redis as a cache that never throws and never holds anybody up: a get that fails is a miss, a set that fails is lost.</summary>
internal sealed class GuardedRedisCache(RedisLink link, IDistributedCache redis, TimeSpan limit) : IDistributedCache
{
    /// <summary>A key that was to be removed may still be there.</summary>
    public event Action<string>? RemovalFailed;

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        (await link.AskAsync(_ => redis.GetAsync(key, token), limit)).Answer;

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        await link.AskAsync(_ => DoneAsync(redis.SetAsync(key, value, options, token)), limit);

    public async Task RefreshAsync(string key, CancellationToken token = default) =>
        await link.AskAsync(_ => DoneAsync(redis.RefreshAsync(key, token)), limit);

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        var (removed, _) = await link.AskAsync(_ => DoneAsync(redis.RemoveAsync(key, token)), limit);
        if (!removed)
        {
            RemovalFailed?.Invoke(key);
        }
    }

    public byte[]? Get(string key) => throw Blocking();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Blocking();

    public void Refresh(string key) => throw Blocking();

    public void Remove(string key) => throw Blocking();

    private static NotSupportedException Blocking() => new("Redis is only asked asynchronously: a blocked thread is a render that waits.");

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }
}
