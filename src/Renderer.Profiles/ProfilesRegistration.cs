using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles;

/// <summary>Puts the room into a host.</summary>
public static class ProfilesRegistration
{
    // What others keep through IDistributedCache on one node without Redis.
    private const long PlainCacheBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Adds <see cref="ProfileReader"/>, <see cref="ProfileChanges"/>, <see cref="ProfileWorkspaces"/>, <see cref="SharedClock"/>,
    /// <see cref="ProfilesHealth"/>, an <see cref="IDistributedCache"/> that never throws, and with Redis an <see cref="IClaims"/>.
    /// The host brings an <see cref="ISealing"/>, an <see cref="ErasureBoard"/> and logging.
    /// </summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services, ProfilesOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<SharedClock>();
        AddStore(services, options);
        services.AddSingleton<Erasures>();
        services.AddSingleton<MarkReader>();
        services.AddSingleton<MarkWriter>();
        services.AddSingleton<MarkFeed>();
        services.AddHostedService(at => at.GetRequiredService<MarkFeed>());
        services.AddSingleton<Witness>();
        services.AddSingleton<Lookup>();
        services.AddSingleton<NodeLock>();
        services.AddSingleton<Turns>();
        services.AddSingleton<Origin>();
        services.AddSingleton<Fetches>();
        services.AddSingleton<OneReader>();
        services.AddSingleton<ManyReader>();
        services.TryAddSingleton(at => new CrmDoor(
            new OutboundPolicy(options.AllowLoopback, options.OutboundAllow),
            at.GetRequiredService<TimeProvider>(),
            at.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>(at => at.GetRequiredService<CrmDoor>().Open);
        services.AddSingleton(at => new ProfileWorkspaces(
            at.GetRequiredService<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>(),
            at.GetRequiredService<ProfileStore>(),
            at.GetRequiredService<RedisLink>(),
            at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new ProfileReader(
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<Lookup>(),
            at.GetRequiredService<OneReader>(),
            at.GetRequiredService<ManyReader>(),
            at.GetRequiredService<Witness>(),
            at.GetRequiredService<SharedClock>(),
            at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new ProfileChanges(
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<MarkWriter>(),
            at.GetRequiredService<Names>(),
            at.GetRequiredService<Lookup>(),
            at.GetRequiredService<ProfileStore>(),
            at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new ProfilesHealth(
            at.GetRequiredService<RedisLink>(), at.GetRequiredService<ProfileWorkspaces>(), at.GetRequiredService<SharedClock>()));
        return services;
    }

    private static void AddStore(IServiceCollection services, ProfilesOptions options)
    {
        services.AddSingleton<RedisLink>();
        services.AddSingleton<RedisBackplane>();
        services.AddSingleton<Names>();
        services.AddSingleton<Covers>();
        services.AddSingleton<EntryFormat>();
        services.AddSingleton<SealedSerializer>();
        services.AddSingleton<ProfileStore>();
        if (options.Redis is null)
        {
            services.AddDistributedMemoryCache(cache => cache.SizeLimit = PlainCacheBytes);
            return;
        }

        services.AddSingleton<IDistributedCache>(at => Guarded(at.GetRequiredService<RedisLink>()));
        services.AddSingleton<IClaims, RedisClaims>();
    }

    // The guard asks only while there is a connection.
    private static GuardedRedisCache Guarded(RedisLink link) => new(link, new RedisCache(new RedisCacheOptions
    {
        InstanceName = "r:",
        ConnectionMultiplexerFactory = () => Task.FromResult<StackExchange.Redis.IConnectionMultiplexer>(link.Connection!),
    }));
}
