using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>What a test plays on: a sandbox, one or more nodes of the real app on real ports, and a folder that goes with it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<RendererNode> nodes = [];
    private readonly List<Func<Task<RendererNode>>> restarts = [];
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-stage-").FullName;

    private Stage(SandboxNode sandbox) => Sandbox = sandbox;

    public SandboxNode Sandbox { get; }

    /// <summary>The first node.</summary>
    public RendererNode Node => nodes[0];

    public IReadOnlyList<RendererNode> Nodes => nodes;

    /// <summary>A folder of this test's own, gone afterwards.</summary>
    public string Folder => folder;

    /// <summary>Starts a sandbox and one node beside it.</summary>
    /// <param name="workspace">The folder of the default workspace; the tests' basic one when left out.</param>
    /// <param name="node">Settings of the node, as in the environment without "Renderer__": "Redis", "Cache:MemoryMb".</param>
    /// <param name="sandbox">Settings of the sandbox likewise: "TokenSeconds"; {node} in one is the node's address.</param>
    /// <param name="clock">The node's clock.</param>
    public static async Task<Stage> StartAsync(
        string? workspace = null,
        Dictionary<string, string>? node = null,
        Dictionary<string, string>? sandbox = null,
        TimeProvider? clock = null)
    {
        var url = FreePort.Url();
        var stage = new Stage(await SandboxNode.StartAsync(
            $"{url}/hooks/default/sandbox",
            (sandbox ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.Replace("{node}", url, StringComparison.Ordinal))));
        try
        {
            await stage.AddNodeAsync(url, workspace, node, clock);
            await stage.Sandbox.ForgetCallsAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a node beside the first, with the same sandbox, secrets and (unless set) nothing else in common.</summary>
    public async Task<RendererNode> AddNodeAsync(
        string? url = null, string? workspace = null, Dictionary<string, string>? settings = null, TimeProvider? clock = null)
    {
        var own = new Dictionary<string, string>
        {
            ["Secrets"] = Path.Combine(folder, "secrets"),
            ["State"] = Path.Combine(folder, $"state-{nodes.Count}"),
            ["Workspaces:default:Folder"] = workspace ?? Repository.Workspace("basic"),
        };
        foreach (var (name, value) in settings ?? [])
        {
            own[name] = value;
        }

        var started = await RendererNode.StartAsync(url ?? FreePort.Url(), Sandbox.Url, own, clock);
        nodes.Add(started);
        restarts.Add(() => RendererNode.StartAsync(started.Url, Sandbox.Url, own, clock));
        return started;
    }

    /// <summary>Stops the first node and starts it again on what it left behind.</summary>
    public async Task RestartAsync()
    {
        await nodes[0].DisposeAsync();
        nodes[0] = await restarts[0]();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
