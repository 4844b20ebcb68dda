using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Salesforce;

/// <summary>The sandbox in Salesforce's clothes, and a node whose people come from it.</summary>
internal sealed class SalesforceStage : IAsyncDisposable
{
    /// <summary>p0001 as a contact.</summary>
    public const string Ann = "003SB00000p0001YAA";

    private readonly string folder = Directory.CreateTempSubdirectory("renderer-salesforce-").FullName;

    private Dictionary<string, string> own = [];

    private SalesforceStage(SandboxNode sandbox) => Sandbox = sandbox;

    public SandboxNode Sandbox { get; }

    public RendererNode Node { get; private set; } = null!;

    /// <summary>Starts both.</summary>
    /// <param name="sandbox">Settings of the sandbox: "TokenSeconds".</param>
    /// <param name="node">Settings of the node: "Redis".</param>
    /// <param name="feed">Changes come by the Pub/Sub API; else by outbound messages.</param>
    /// <param name="organization">The org that the workspace names.</param>
    /// <param name="change">Changes the workspace's file.</param>
    public static async Task<SalesforceStage> StartAsync(
        Dictionary<string, string>? sandbox = null,
        Dictionary<string, string>? node = null,
        bool feed = false,
        string organization = "00DSB00000000012AA",
        Func<string, string>? change = null)
    {
        var (url, stream) = (FreePort.Url(), FreePort.Url());
        var settings = new Dictionary<string, string>(sandbox ?? []);
        settings[feed ? "PubSubUrl" : "SalesforceHookUrl"] = feed ? stream : $"{url}/hooks/default/salesforce";
        var stage = new SalesforceStage(await SandboxNode.StartAsync("", settings));
        stage.own = new Dictionary<string, string>(node ?? [])
        {
            ["Secrets"] = Path.Combine(stage.folder, "secrets"),
            ["State"] = Path.Combine(stage.folder, "state"),
            ["Workspaces:default:Folder"] = feed ? stage.Workspace(text => text.Replace(
                    "    organization_id: 00DSB00000000012AA", $"    organization_id: {organization}\n    pubsub_url: {stream}", StringComparison.Ordinal))
                : change is null ? Repository.Workspace("salesforce")
                : stage.Workspace(change),
        };
        stage.Node = await RendererNode.StartAsync(url, stage.Sandbox.Url, stage.own, clock: null);
        return stage;
    }

    /// <summary>Ends the node, and starts another one in its place, with what it left on disk.</summary>
    public async Task RestartAsync(Func<Task> between)
    {
        await Node.DisposeAsync();
        await between();
        Node = await RendererNode.StartAsync(FreePort.Url(), Sandbox.Url, own, clock: null);
    }

    /// <summary>Renders the mail for p0001.</summary>
    public Task<JsonElement> HelloAsync(string email = "p0001@people.example", int budgetMs = 5000) =>
        Node.RenderAsync("hello", new { recipient = new { email }, budget_ms = budgetMs });

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Sandbox.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Workspace(Func<string, string> change)
    {
        var workspace = Path.Combine(folder, "workspace");
        foreach (var file in Directory.GetFiles(Repository.Workspace("salesforce"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(workspace, Path.GetRelativePath(Repository.Workspace("salesforce"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var settings = Path.Combine(workspace, "workspace.yaml");
        File.WriteAllText(settings, change(File.ReadAllText(settings)));
        return workspace;
    }
}
