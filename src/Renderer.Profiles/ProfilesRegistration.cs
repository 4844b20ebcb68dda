using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Feeds;
using Renderer.Profiles.Dictionary;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Polling;
using Renderer.Profiles.Probing;
using Renderer.Profiles.Reading;
using Renderer.Profiles.Reading.Joining;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles;

/// <summary>Puts the room into a host.</summary>
public static partial class ProfilesRegistration
{
    // What others keep through IDistributedCache on one node without Redis.
    private const long PlainCacheBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Adds <see cref="ProfileReader"/>, <see cref="ProfileChanges"/>, <see cref="ProfileWorkspaces"/>, <see cref="SharedClock"/>,
    /// <see cref="ProfilesHealth"/>, an <see cref="IDistributedCache"/> that never throws, and with Redis an <see cref="IClaims"/>.
    /// The host brings an <see cref="ISealing"/>, an <see cref="ErasureBoard"/> and logging; an <see cref="IGrants"/> where refresh tokens are kept.
    /// </summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services, ProfilesOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(at => new SharedClock(at.GetRequiredService<TimeProvider>(), shared: options.Redis is not null));
        AddStore(services, options);
        services.AddSingleton<Erasures>();
        services.AddSingleton<BadValueCounts>();
        services.AddSingleton<MarkReader>();
        services.AddSingleton<Hearing>();
        services.AddSingleton<MarkWriter>();
        services.AddSingleton<MarkFeed>();
        services.AddHostedService(at => at.GetRequiredService<MarkFeed>());
        services.AddSingleton<Witness>();
        services.AddSingleton<Lookup>();
        services.AddSingleton<NodeLock>();
        services.AddSingleton<Turns>();
        services.AddSingleton<Origin>();
        services.AddSingleton<Coalescer>();
        services.AddSingleton<Fetches>();
        services.AddSingleton<Ahead>();
        services.AddSingleton<OneReader>();
        services.AddSingleton<ManyReader>();
        services.AddSingleton<MergedReader>();
        services.AddSingleton<Holdings>();
        services.AddSingleton<Prewarmer>();
        services.AddSingleton(at => new ProfilePrewarm(at.GetRequiredService<ProfileWorkspaces>(), at.GetRequiredService<Prewarmer>()));
        services.AddSingleton<Dossier>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton(at => new TokenShelf(
            at.GetRequiredService<RedisLink>(), at.GetRequiredService<NodeLock>(), at.GetRequiredService<ISealing>(), at.GetService<IGrants>()));
        services.TryAddSingleton(at => Connecting(at, options));
        services.AddSingleton(at => new ProfileWorkspaces(
            at.GetRequiredService<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>(),
            at.GetRequiredService<ProfileStore>(),
            at.GetRequiredService<RedisLink>(),
            at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new DictionaryInspector(
            at.GetRequiredService<Func<WorkspaceName, ConnectionSettings, ICrmConnection?>>(), at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new ProfileReader(
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<Lookup>(),
            at.GetRequiredService<OneReader>(),
            at.GetRequiredService<ManyReader>(),
            at.GetRequiredService<MergedReader>(),
            at.GetRequiredService<Holdings>(),
            at.GetRequiredService<Witness>(),
            at.GetRequiredService<SharedClock>()));
        services.AddSingleton(at => new ProfileChanges(
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<MarkWriter>(),
            at.GetRequiredService<Names>(),
            at.GetRequiredService<Dossier>(),
            at.GetRequiredService<Deliveries>(),
            at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new ConnectionConsents(
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<TokenShelf>(),
            at.GetRequiredService<ISealing>(),
            at.GetRequiredService<TimeProvider>()));
        services.AddSingleton(at => new ConnectionProbe(
            at.GetRequiredService<ProfileWorkspaces>(), at.GetRequiredService<TokenShelf>(), at.GetRequiredService<TimeProvider>()));
        services.AddHostedService(at => new ChangeFeeds(
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<ProfileChanges>(),
            at.GetService<IGrants>(),
            at.GetRequiredService<TimeProvider>(),
            at.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<FreshnessFigures>();
        services.AddSingleton(at => new ProfilesHealth(
            at.GetRequiredService<RedisLink>(),
            at.GetRequiredService<ProfileWorkspaces>(),
            at.GetRequiredService<TokenShelf>(),
            at.GetRequiredService<SharedClock>(),
            at.GetRequiredService<FreshnessFigures>()));
        return services;
    }

    /// <summary>Lets this node ask CRMs who changed, as often as each connection says.</summary>
    public static IServiceCollection AddChangePolls(this IServiceCollection services) =>
        services.AddSingleton<ChangePoll>().AddHostedService<Poller>();

    /// <summary>Lets this node measure all the time how long a change takes to be fresh here (<c>renderer_event_to_fresh_seconds</c>).</summary>
    public static IServiceCollection AddFreshnessProbe(this IServiceCollection services) =>
        services.AddSingleton<FreshnessProbe>().AddHostedService(at => at.GetRequiredService<FreshnessProbe>());

    private static Func<WorkspaceName, ConnectionSettings, ICrmConnection?> Connecting(IServiceProvider at, ProfilesOptions options)
    {
        var policy = new OutboundPolicy(options.AllowLoopback, options.OutboundAllow);
        var time = at.GetRequiredService<TimeProvider>();
        var logs = at.GetRequiredService<ILoggerFactory>();
        var redis = at.GetRequiredService<RedisLink>();
        var log = logs.CreateLogger("Renderer.Profiles.Crm");
        var shelf = at.GetRequiredService<TokenShelf>();
        return (workspace, settings) =>
        {
            var (connection, fault) = CrmConnections.Create(
                workspace, settings, policy, time, logs, shelf, redis, changes => TellAsync(at, workspace, changes));
            if (fault is not null)
            {
                Log.NoConnection(log, workspace, fault);
            }

            return connection;
        };
    }

    // Nobody's while the workspace is being added: it is said again.
    private static Task<bool> TellAsync(IServiceProvider at, WorkspaceName workspace, IReadOnlyList<CrmChange>? changes) =>
        at.GetRequiredService<ProfileWorkspaces>().Find(workspace) is null
            ? Task.FromResult(false)
            : at.GetRequiredService<ProfileChanges>().HearAsync(
                workspace, new FedChanges(changes ?? [], Everybody: changes is null, default), CancellationToken.None);

    private static void AddStore(IServiceCollection services, ProfilesOptions options)
    {
        services.AddSingleton<RedisLink>();
        services.AddSingleton<RedisBackplane>();
        services.AddSingleton(at => Cache(at.GetRequiredService<RedisLink>()));
        services.AddSingleton<Names>();
        services.AddSingleton<Covers>();
        services.AddSingleton<EntryFormat>();
        services.AddSingleton<SealedSerializer>();
        services.AddSingleton<ProfileStore>();
        services.AddSingleton<RedisClaims>();
        if (options.Redis is null)
        {
            services.AddDistributedMemoryCache(cache => cache.SizeLimit = PlainCacheBytes);
            return;
        }

        services.AddSingleton<IDistributedCache>(
            at => new GuardedRedisCache(at.GetRequiredService<RedisLink>(), at.GetRequiredService<RedisCache>(), RedisLink.Patience));
        services.AddSingleton<IClaims>(at => at.GetRequiredService<RedisClaims>());
    }

    // Nobody asks before there is a connection: see RedisLink.AskAsync.
    private static RedisCache Cache(RedisLink link) => new(new RedisCacheOptions
    {
        InstanceName = "r:",
        ConnectionMultiplexerFactory = () => Task.FromResult<StackExchange.Redis.IConnectionMultiplexer>(link.Connection!),
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Workspace {Workspace}: {Fault}")]
        public static partial void NoConnection(ILogger logger, WorkspaceName workspace, Diagnostic fault);
    }
}
