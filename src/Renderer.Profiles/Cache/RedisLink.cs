using Microsoft.Extensions.Logging;
using Renderer.Model;
using StackExchange.Redis;

namespace Renderer.Profiles.Cache;

/// <summary>
/// The one connection to Redis. Nothing that is asked through it throws or waits long: what cannot be had in time is not had.
/// </summary>
internal sealed partial class RedisLink : IAsyncDisposable
{
    /// <summary>What a question may wait that nobody gave a limit.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>The most that any question of a read waits; reads with less time wait less.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Struck = TimeSpan.FromMilliseconds(20);

    // So many time-outs in a row, and nobody waits for this long; the next beat that comes back ends it.
    private const int Strikes = 3;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly string? configuration;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim connecting = new(1);
    private volatile ConnectionMultiplexer? connection;
    private int strikes;
    private long struckAt;

    public RedisLink(ProfilesOptions options, TimeProvider time, ILogger<RedisLink> log)
    {
        configuration = options.Redis;
        this.time = time;
        this.log = log;
    }

    /// <summary>The connection broke, or came back on another socket.</summary>
    public event Action? Broken;

    /// <summary>False: everything is in memory, on one node.</summary>
    public bool Configured => configuration is not null;

    /// <summary>Whether it makes sense to ask.</summary>
    public bool Up => connection is { IsConnected: true } && !Resting;

    public ConnectionMultiplexer? Connection => connection;

    private bool Resting =>
        Volatile.Read(ref strikes) >= Strikes && time.GetElapsedTime(Volatile.Read(ref struckAt)) < Rest;

    /// <summary>Connects when that has not been done; false while it could not be.</summary>
    public async Task<bool> ConnectAsync()
    {
        if (connection is not null)
        {
            return connection.IsConnected;
        }

        await connecting.WaitAsync();
        try
        {
            connection ??= await OpenAsync();
            return connection.IsConnected;
        }
        catch (RedisConnectionException error)
        {
            Log.NotConnected(log, error.FailureType);
            return false;
        }
        finally
        {
            connecting.Release();
        }
    }

    /// <summary>A connection of its own with the same settings: for commands that hold a connection up.</summary>
    public Task<ConnectionMultiplexer> OpenOwnAsync() => ConnectionMultiplexer.ConnectAsync(Settings());

    /// <summary>Asks within the limit; the default value and false when there is no answer.</summary>
    public async ValueTask<(bool Answered, T? Answer)> AskAsync<T>(Func<IDatabase, Task<T>> ask, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero || !Up)
        {
            return default;
        }

        try
        {
            var asked = ask(connection!.GetDatabase());
            var answer = asked.IsCompletedSuccessfully ? await asked : await asked.WaitAsync(limit, time);
            Volatile.Write(ref strikes, 0);
            return (true, answer);
        }
        catch (RedisServerException error)
        {
            // It answered, but refused: out of memory, read-only, a value of another type.
            Volatile.Write(ref strikes, 0);
            ProfileMeters.RedisFailed("refused");
            Log.Refused(log, error.Message.Split(' ')[0]);
            return default;
        }
        catch (Exception error) when (error is TimeoutException or RedisException or ObjectDisposedException)
        {
            Strike(error is TimeoutException ? "timeout" : "connection");
            return default;
        }
    }

    /// <summary>What a read may wait for Redis: an eighth of its time (100 ms of the default 800), 50 to 500 ms; next to nothing once somebody waited in vain.</summary>
    public TimeSpan PatienceOf(Budget budget) =>
        Volatile.Read(ref strikes) > 0 ? Struck : TimeSpan.FromTicks(Math.Clamp(budget.Left.Ticks / 8, Shortest.Ticks, Longest.Ticks));

    /// <summary>Somebody waited in vain.</summary>
    public void Strike(string cause)
    {
        Volatile.Write(ref struckAt, time.GetTimestamp());
        Interlocked.Increment(ref strikes);
        ProfileMeters.RedisFailed(cause);
    }

    /// <summary>Redis answered in the background: it may be asked again at once.</summary>
    public void Recover() => Volatile.Write(ref strikes, 0);

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        connecting.Dispose();
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        var opened = await OpenOwnAsync();
        opened.ConnectionFailed += (_, _) => Broken?.Invoke();
        opened.ConnectionRestored += (_, _) => Broken?.Invoke();
        return opened;
    }

    private ConfigurationOptions Settings()
    {
        var settings = ConfigurationOptions.Parse(configuration!);
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = 1000;
        settings.AsyncTimeout = 2000;
        settings.SyncTimeout = 1000;
        settings.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
        settings.ReconnectRetryPolicy = new LinearRetry(250);
        settings.IncludeDetailInExceptions = false;
        return settings;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis cannot be connected to: {Failure}")]
        public static partial void NotConnected(ILogger logger, ConnectionFailureType failure);

        [LoggerMessage(2, LogLevel.Debug, "Redis refused a command: {Code}")]
        public static partial void Refused(ILogger logger, string code);
    }
}
