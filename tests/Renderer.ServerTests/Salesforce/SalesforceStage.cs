using System.Text.Json;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Salesforce;

/// <summary>The sandbox in Salesforce's clothes, and a node whose people come from it.</summary>
internal sealed class SalesforceStage : IAsyncDisposable
{
    /// <summary>p0001 as a contact.</summary>
    public const string Ann = "003SB00000p0001YAA";

    private readonly string folder = Directory.CreateTempSubdirectory("renderer-salesforce-").FullName;

    private SalesforceStage(SandboxNode sandbox) => Sandbox = sandbox;

    public SandboxNode Sandbox { get; }

    public RendererNode Node { get; private set; } = null!;

    /// <summary>Starts both.</summary>
    /// <param name="sandbox">Settings of the sandbox: "TokenSeconds".</param>
    /// <param name="node">Settings of the node: "Redis".</param>
    /// <param name="workspace">The workspace's folder.</param>
    public static async Task<SalesforceStage> StartAsync(
        Dictionary<string, string>? sandbox = null, Dictionary<string, string>? node = null, string? workspace = null)
    {
        var url = FreePort.Url();
        var settings = new Dictionary<string, string>(sandbox ?? []) { ["SalesforceHookUrl"] = $"{url}/hooks/default/salesforce" };
        var stage = new SalesforceStage(await SandboxNode.StartAsync("", settings));
        var own = new Dictionary<string, string>(node ?? [])
        {
            ["Secrets"] = Path.Combine(stage.folder, "secrets"),
            ["State"] = Path.Combine(stage.folder, "state"),
            ["Workspaces:default:Folder"] = workspace ?? Repository.Workspace("salesforce"),
        };
        stage.Node = await RendererNode.StartAsync(url, stage.Sandbox.Url, own, clock: null);
        return stage;
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
}
