using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Renderer.Model;
using Renderer.Profiles.Reading;
using ZiggyCreatures.Caching.Fusion;

namespace Renderer.Profiles.Cache;

/// <summary>
/// Where profiles lie: FusionCache over memory and Redis. It only stores; how good a value is says <see cref="Judge"/>.
/// One entry a person under the name of the CRM's id; other names are aliases of it.
/// </summary>
internal sealed class ProfileStore : IDisposable
{
    // Beyond this many unfinished writes Redis is too slow to be worth waiting memory.
    private const int WritesAtOnce = 4000;
    private const int RemovalsKept = 10_000;

    // Where FusionCache writes, through RedisCache: a hash whose field "data" is the value.
    private const string KeyPrefix = "r:" + FusionCacheOptions.DistributedCacheWireFormatVersion + FusionCacheInternalStrings.DefaultDistributedCacheWireFormatSeparator;
    private const string ValueField = "data";

    private readonly FusionCacheEntryOptions memoryOnly = Options(options => options.SetSkipDistributedCache(true, true));
    private readonly FusionCacheEntryOptions redisOnly = Options(options => options.SetSkipMemoryCache());
    private readonly FusionCacheEntryOptions everywhere = Options(_ => { });
    private readonly MemoryCache memory;
    private readonly FusionCache cache;
    private readonly RedisLink link;
    private readonly Erasures erasures;
    private readonly RedisBackplane backplane;
    private readonly GuardedRedisCache? guarded;
    private readonly SealedSerializer serializer;
    private readonly bool remembers;
    private readonly ConcurrentQueue<string> removals = new();
    private int writes;

    public ProfileStore(
        ProfilesOptions options, RedisLink link, RedisCache redis, RedisBackplane backplane, SealedSerializer serializer, Erasures erasures)
    {
        this.link = link;
        this.serializer = serializer;
        remembers = options.MemoryMb > 0;
        this.erasures = erasures;
        this.backplane = backplane;
        // MemoryCache holds between 95 % and all of its limit: so the bound is the middle.
        memory = new(new MemoryCacheOptions { SizeLimit = options.MemoryMb * (1024L * 1024 * 41 / 40) });
        cache = new(
            new FusionCacheOptions
            {
                CacheName = "profiles",
                EnableAutoRecovery = false,
                DisableTagging = true,
                DistributedCacheCircuitBreakerDuration = TimeSpan.Zero,
                BackplaneCircuitBreakerDuration = TimeSpan.Zero,
            },
            memory);
        if (link.Configured)
        {
            guarded = new(link, redis, RedisLink.Longest);
            guarded.RemovalFailed += Remember;
            cache.SetupDistributedCache(guarded, serializer);
            cache.SetupBackplane(backplane);
        }
    }

    /// <summary>What this node's memory holds under any of these names of one person; through an alias where it is one.</summary>
    public Entry? InMemory(WorkspaceName workspace, IReadOnlyList<string> names) =>
        Peek(workspace, names) is { Kind: EntryKind.Alias } alias ? Target(Peek(workspace, alias.Names)) : Peek(workspace, names);

    /// <summary>What Redis holds likewise, in at most two rounds; what it has newer than memory is kept there too.</summary>
    public async ValueTask<Entry?> InRedisAsync(Workspace workspace, IReadOnlyList<string> names, Budget redis)
    {
        var entry = await FetchAsync(workspace, names, redis);
        return entry is { Kind: EntryKind.Alias } ? Target(await FetchAsync(workspace, entry.Names, redis)) : entry;
    }

    /// <summary>Stores a fetched value in memory before it returns; the task ends when Redis has it too. What is erased is not stored.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="entry">The person, or nobody.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="tell">Whether other nodes are told.</param>
    public Task SaveAsync(Workspace workspace, Entry entry, Question question, bool tell)
    {
        if (erasures.Forbid(workspace, entry, question.Asked))
        {
            return Task.CompletedTask;
        }

        var keep = KeepFor(workspace, entry);
        var key = Key(workspace.Name, entry.Kind == EntryKind.Nobody ? question.Key : entry.Names[0]);
        if (Peek(key) is { } old && old.Begun > entry.Begun)
        {
            return Task.CompletedTask;
        }

        var done = WriteAsync(key, entry, keep, tell);
        if (entry.Kind == EntryKind.Person && question.Key != entry.Names[0])
        {
            done = Task.WhenAll(done, WriteAsync(Key(workspace.Name, question.Key), AliasOf(entry), keep, tell: false));
        }

        return ConfirmAsync(workspace, entry, question, done);
    }

    /// <summary>Removes names here, in Redis, and from other nodes' memory. Answers how many were there.</summary>
    public async Task<ForgetCounts> RemoveAsync(WorkspaceName workspace, IEnumerable<string> names)
    {
        var (here, there) = (0, 0);
        foreach (var name in names)
        {
            var key = Key(workspace, name);
            here += Peek(key) is null ? 0 : 1;
            there += link.Up && (await cache.TryGetAsync<Entry>(key, redisOnly)).HasValue ? 1 : 0;
            await cache.RemoveAsync(key, everywhere);
        }

        return new(here, there, Spread: false);
    }

    /// <summary>Once Redis is there: hears what other nodes store, and removes what could not be removed before.</summary>
    public async Task CatchUpAsync()
    {
        await backplane.ConnectAsync();
        for (var left = removals.Count; left > 0 && link.Up && removals.TryDequeue(out var key); left--)
        {
            await guarded!.RemoveAsync(key);
        }
    }

    public void Dispose()
    {
        cache.Dispose();
        memory.Dispose();
    }

    // Redis' own key; a removal that fails again comes here again.
    private void Remember(string key)
    {
        if (removals.Count < RemovalsKept)
        {
            removals.Enqueue(key);
        }
    }

    private static Entry? Target(Entry? entry) => entry is { Kind: EntryKind.Person } ? entry : null;

    private static string Key(WorkspaceName workspace, string name) => $"{workspace}:{name}";

    private static TimeSpan KeepFor(Workspace workspace, Entry entry) =>
        Policy.Of(workspace) is var policy && entry.Kind == EntryKind.Nobody ? policy.MissingFor : policy.StaleFor;

    private static Entry AliasOf(Entry entry) => new()
    {
        Kind = EntryKind.Alias,
        Workspace = entry.Workspace,
        Id = entry.Id,
        Identifiers = [Identifier.Id(entry.Id)],
        Names = entry.IdNames,
        Begun = entry.Begun,
        Generation = entry.Generation,
        Source = entry.Source,
        Shape = entry.Shape,
    };

    private static FusionCacheEntryOptions Options(Action<FusionCacheEntryOptions> set)
    {
        var options = new FusionCacheEntryOptions(TimeSpan.FromDays(30)) { Size = 1, AllowStaleOnReadOnly = true };
        set(options);
        return options;
    }

    // After a rotation of keys most people are still stored under an older name.
    private Entry? Peek(WorkspaceName workspace, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (Peek(Key(workspace, name)) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private async ValueTask<Entry?> FetchAsync(Workspace workspace, IReadOnlyList<string> names, Budget redis)
    {
        if (names.Count == 1)
        {
            return await FetchAsync(workspace, Key(workspace.Name, names[0]), redis);
        }

        var entries = await Task.WhenAll(names.Select(name => FetchAsync(workspace, Key(workspace.Name, name), redis).AsTask()));
        return entries.FirstOrDefault(entry => entry is not null);
    }

    private Entry? Peek(string key) => remembers ? cache.TryGet<Entry>(key, memoryOnly).GetValueOrDefault() : null;

    // Read straight from where it was written: FusionCache's own way to Redis is nine calls deep and costs as much as the render.
    private async ValueTask<Entry?> FetchAsync(Workspace workspace, string key, Budget redis)
    {
        var (_, value) = await link.AskAsync(database => database.HashGetAsync(KeyPrefix + key, ValueField), redis.Left);
        if (value.IsNull || serializer.Open((byte[])value!) is not { } entry || entry.Workspace != workspace.Name)
        {
            return null;
        }

        if (remembers && !(Peek(key) is { } mine && mine.Begun >= entry.Begun))
        {
            cache.Set(key, entry, Sized(memoryOnly, entry, KeepFor(workspace, entry)));
        }

        return entry;
    }

    // Memory is written before the first await.
    private async Task WriteAsync(string key, Entry entry, TimeSpan keep, bool tell)
    {
        if (!link.Up || entry.Generation == 0 || Volatile.Read(ref writes) > WritesAtOnce)
        {
            if (remembers)
            {
                cache.Set(key, entry, Sized(memoryOnly, entry, keep));
            }

            return;
        }

        Interlocked.Increment(ref writes);
        try
        {
            await cache.SetAsync(key, entry, Sized(remembers ? everywhere : redisOnly, entry, keep).SetSkipBackplaneNotifications(!tell));
        }
        finally
        {
            Interlocked.Decrement(ref writes);
        }
    }

    // An erasure that came between the check and the write finds the value and removes it, or is found here.
    private async Task ConfirmAsync(Workspace workspace, Entry entry, Question question, Task written)
    {
        if (erasures.Forbid(workspace, entry, question.Asked))
        {
            Drop(workspace.Name, entry, question);
        }

        await written;
        if (erasures.Forbid(workspace, entry, question.Asked))
        {
            await RemoveAsync(workspace.Name, entry.Names.Append(question.Key));
        }
    }

    private void Drop(WorkspaceName workspace, Entry entry, Question question)
    {
        foreach (var name in entry.Names.Append(question.Key))
        {
            cache.Remove(Key(workspace, name), memoryOnly);
        }
    }

    private static FusionCacheEntryOptions Sized(FusionCacheEntryOptions like, Entry entry, TimeSpan keep) =>
        like.Duplicate(keep).SetSize(entry.Size);
}
