using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Renderer.Tests.Infrastructure;

namespace Renderer.Soak;

/// <summary>A deployment on this machine: three nodes behind a gateway, Redis with a replica, PostgreSQL, the sandbox. Real processes, each of which can be killed.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-soak-").FullName;
    private readonly PostgresServer postgres = new();
    private readonly Dictionary<string, string> settings = [];
    private readonly ConcurrentDictionary<string, string> originals = new();
    private GuardedProcess? sandbox;
    private GuardedProcess? gateway;

    private Cluster(string bin) => Bin = bin;

    /// <summary>Where <c>server/</c> and <c>sandbox/</c> were built to.</summary>
    public string Bin { get; }

    /// <summary>The ledger's connection string.</summary>
    public string Database { get; private set; } = "";

    public Redises Redis { get; } = new();

    public List<Node> Nodes { get; } = [];

    public Uri Gateway { get; private set; } = null!;

    public Uri Sandbox { get; private set; } = null!;

    /// <summary>Each workspace: one for each CRM whose clothes the sandbox wears.</summary>
    public static IReadOnlyList<string> Workspaces { get; } = ["default", "salesforce", "dataverse", "segment"];

    private readonly Dictionary<string, string> keys = [];

    /// <summary>Starts everything, publishes the template, and waits until the gateway answers a render.</summary>
    /// <param name="bin">Where <c>server/</c> and <c>sandbox/</c> were built to.</param>
    /// <param name="cuttable">The nodes reach Redis through relays in this process, which can be cut; without them nothing of ours is in the way of what is timed.</param>
    /// <param name="fillable">Each node keeps its state on a disk of its own, which can be filled.</param>
    public static async Task<Cluster> StartAsync(string bin, bool cuttable, bool fillable = false)
    {
        var cluster = new Cluster(bin);
        try
        {
            await cluster.StartAsync(cuttable, fillable);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with a workspace's key.</summary>
    public HttpClient Client(Uri address, string workspace = "default")
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = TimeSpan.FromSeconds(2) };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys[workspace]);
        return client;
    }

    /// <summary>Publishes the template's files as they are now.</summary>
    public Task PublishAsync(string template, string workspace = "default") => RunAsync("publish", template, "--workspace", workspace);

    /// <summary>Publishes the template with these files changed; all others are as they were delivered.</summary>
    public async Task PublishChangedAsync(string template, params (string File, Func<string, string> Change)[] changes)
    {
        foreach (var (path, text) in originals)
        {
            await File.WriteAllTextAsync(path, text);
        }

        foreach (var (file, change) in changes)
        {
            var path = Path.Combine(AppContext.BaseDirectory, "Workspaces", "default", template, file);
            await File.WriteAllTextAsync(path, change(originals.GetOrAdd(path, File.ReadAllText)));
        }

        await PublishAsync(template);
    }

    /// <summary>Kills PostgreSQL and starts it again.</summary>
    public async Task WithoutLedgerAsync(TimeSpan span)
    {
        await postgres.KillAsync();
        await Task.Delay(span);
        await postgres.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var process in (GuardedProcess?[])[gateway, sandbox])
        {
            if (process is not null)
            {
                await process.KillAsync();
                process.Dispose();
            }
        }

        await Redis.DisposeAsync();
        await postgres.DisposeAsync();
        foreach (var (path, text) in originals)
        {
            await File.WriteAllTextAsync(path, text);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync(bool cuttable, bool fillable)
    {
        await Redis.StartAsync();
        var gatewayPort = FreePort.Next();
        var sandboxPort = FreePort.Next();
        (Gateway, Sandbox) = (new($"http://127.0.0.1:{gatewayPort}"), new($"http://127.0.0.1:{sandboxPort}"));
        foreach (var (name, value) in Settings(Database = await postgres.CreateDatabaseAsync()))
        {
            settings[name] = value;
        }

        foreach (var workspace in Workspaces)
        {
            settings[$"Renderer__Workspaces__{workspace}__Folder"] = Path.Combine(AppContext.BaseDirectory, "Workspaces", workspace);
        }

        await RunAsync("secrets", "init", settings["Renderer__Secrets"]);
        foreach (var workspace in Workspaces)
        {
            await PublishAsync("who", workspace);
            keys[workspace] = (await RunAsync("keys", "new", workspace, "--role", "send,operate,privacy")).Trim().Split('\n')[^1].Trim();
        }

        sandbox = await ProcessAsync(Path.Combine(Bin, "sandbox", "Renderer.Sandbox.dll"), new()
        {
            ["ASPNETCORE_URLS"] = Sandbox.ToString(),
            ["Renderer__Sandbox__HookUrl"] = new Uri(Gateway, "/hooks/default/sandbox").ToString(),
            ["Renderer__Sandbox__SalesforceHookUrl"] = new Uri(Gateway, "/hooks/salesforce/salesforce").ToString(),
            ["Renderer__Sandbox__SegmentHookUrl"] = new Uri(Gateway, "/hooks/segment/crm").ToString(),
            ["Renderer__Sandbox__DataverseHookUrl"] = new Uri(Gateway, "/hooks/dataverse/crm").ToString(),
            ["Renderer__Sandbox__TokenSeconds"] = "20",
        }, LogOf("sandbox"));
        for (var i = 0; i < 3; i++)
        {
            var relays = cuttable ? Redis.Relays() : [];
            var name = $"node{i + 1}";
            Nodes.Add(new Node(this, name, FreePort.Next(), cuttable ? relays.Select(relay => relay.Port) : Redis.Ports, relays, fillable ? new Disk(StateOf(name)) : null));
        }

        gateway = await ProcessAsync(Server, new(settings)
        {
            ["ASPNETCORE_URLS"] = Gateway.ToString(),
            ["Renderer__Gateway__Nodes"] = string.Join(';', Nodes.Select(node => node.Address)),
        }, LogOf("gateway"));
        await Task.WhenAll(Nodes.Select(node => node.StartAsync()));
        await Waiting.UntilAsync(new Uri(Gateway, "/health/ready"), TimeSpan.FromSeconds(60));
        await Waiting.UntilAsync(new Uri(Sandbox, "/health/live"), TimeSpan.FromSeconds(60));
    }

    /// <summary>The settings of a node.</summary>
    public Dictionary<string, string> SettingsOf(string name, int port, string redis) => new(settings)
    {
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        ["Renderer__Redis"] = redis,
        ["Renderer__State"] = StateOf(name),
    };

    public string Server => Path.Combine(Bin, "server", "Renderer.Server.dll");

    private Dictionary<string, string> Settings(string database) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Staging",
        ["Renderer__PublicUrl"] = Gateway.ToString().TrimEnd('/'),
        ["Renderer__Ledger"] = database,
        ["Renderer__Secrets"] = Path.Combine(folder, "secrets"),
        ["Renderer__State"] = Path.Combine(folder, "state"),
        ["Renderer__TrustedProxies"] = "127.0.0.1",
        ["Renderer__Outbound__Allow"] = "127.0.0.1",
        ["Logging__LogLevel__Default"] = "Warning",
        ["SANDBOX_URL"] = Sandbox.ToString().TrimEnd('/'),
        ["SANDBOX_CLIENT_SECRET"] = "sandbox-secret",
        ["SANDBOX_HOOK_SECRET"] = "sandbox-hook-secret",
    };

    private async Task<string> RunAsync(params string[] arguments) =>
        await Waiting.OutputAsync("env", [.. settings.Select(pair => $"{pair.Key}={pair.Value}"), "dotnet", Server, .. arguments]);

    /// <summary>Starts a program; what it says is kept until the soak ends.</summary>
    /// <param name="nice">How much less right to the CPU it has than others.</param>
    /// <param name="before">What stands before its command.</param>
    public static Task<GuardedProcess> ProcessAsync(string dll, Dictionary<string, string> settings, string log, int nice = 0, IEnumerable<string>? before = null) => GuardedProcess.StartAsync(
        "KILL", "sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. before ?? [], "nice", "-n", $"{nice}", "env", "-C", Path.GetDirectoryName(dll)!, .. settings.Select(pair => $"{pair.Key}={pair.Value}"), "dotnet", dll]);

    private string StateOf(string name) => Path.Combine(folder, name);

    /// <summary>Where a program's log is.</summary>
    public string LogOf(string name) => Path.Combine(folder, name + ".log");
}
