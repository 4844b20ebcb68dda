using System.Net;
using Renderer.Server.Open.Classing;

namespace Renderer.Server.Hosting;

/// <summary>The <c>Renderer</c> section of the configuration, read and checked once (contract section 9).</summary>
internal sealed record ServerOptions
{
    /// <summary>The port that is listened on where ASPNETCORE_URLS says nothing.</summary>
    public const int DefaultPort = 5080;

    /// <summary>Whether this is Development: the key "dev", the sandbox beside us, loopback CRMs, files as the truth.</summary>
    public required bool Development { get; init; }

    /// <summary>Whether this is Production: https, keys that outlive the machine, no half measures.</summary>
    public required bool Production { get; init; }

    /// <summary>A StackExchange.Redis connection string; null: in memory, one node.</summary>
    public string? Redis { get; init; }

    /// <summary>A SQLite file, or a PostgreSQL connection string for several nodes.</summary>
    public required string Ledger { get; init; }

    /// <summary>The directory of keys.</summary>
    public required string Secrets { get; init; }

    /// <summary>Where published versions are copied to, so that a node boots without the database.</summary>
    public required string State { get; init; }

    /// <summary>The URL that the world calls us by, without a slash at the end.</summary>
    public required string PublicUrl { get; init; }

    /// <summary>Proxies whose forwarding headers are believed: addresses and CIDR ranges.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Memory for profiles, in MB; 16 to 65,536, or 0 with Redis, where each is then read from; default 256.</summary>
    public int MemoryMb { get; init; } = 256;

    /// <summary>The port of health, metrics and OpenAPI in Production; null: no port of its own.</summary>
    public int? ManagementPort { get; init; }

    /// <summary>Renders at once on this node; 1 to 1,000,000, default 4000.</summary>
    public int NodeConcurrency { get; init; } = 4000;

    /// <summary>Who asks for what stands in delivered mails, as rules: an operator's own file before those that come along.</summary>
    public IReadOnlyList<ReadRule> Clients { get; init; } = ClientRules.Default;

    /// <summary>Workspace name to its folder.</summary>
    public required IReadOnlyDictionary<string, string> Workspaces { get; init; }

    /// <summary>Addresses that connections may reach although they are private: hosts and CIDR ranges.</summary>
    public IReadOnlyList<string> OutboundAllow { get; init; } = [];

    /// <summary>How long a node that was told to stop answers on, so that load balancers see it drain; none in Development, else 2 s.</summary>
    public TimeSpan Drain { get; init; }

    /// <summary>Start the sandbox as a child; true in Development.</summary>
    public bool StartSandbox { get; init; }

    /// <summary>Where the sandbox listens.</summary>
    public string SandboxUrl { get; init; } = "http://localhost:5081";
}
