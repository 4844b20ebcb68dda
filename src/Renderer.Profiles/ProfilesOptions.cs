using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>What the room needs to know of its surroundings.</summary>
public sealed record ProfilesOptions
{
    /// <summary>StackExchange.Redis' connection string; null: in memory, one node.</summary>
    public string? Redis { get; init; }

    /// <summary>Memory for profiles in MB, 0 to 65,536; default 256. With none they are read from Redis each time.</summary>
    public int MemoryMb { get; init; } = 256;

    /// <summary>Connections may point at this machine: Development only. Default false.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Private networks (CIDR), addresses and hosts that connections may point at, also without TLS; default none.</summary>
    public IReadOnlyList<string> OutboundAllow { get; init; } = [];

    /// <summary>How long nothing of an erased person is stored; default 30 days.</summary>
    public TimeSpan ErasureHold { get; init; } = ErasureBoard.DefaultHold;

    /// <summary>What is wrong with a connection string of Redis, in a line that does not quote it; null when it can be read.</summary>
    public static string? FaultOfRedis(string connection)
    {
        try
        {
            return StackExchange.Redis.ConfigurationOptions.Parse(connection).EndPoints.Count > 0 ? null : Unreadable;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return Unreadable;
        }
    }

    private const string Unreadable =
        "Renderer__Redis is no connection string that StackExchange.Redis understands; give host:port, and settings after commas: redis.internal:6379,ssl=true,password=…";
}
