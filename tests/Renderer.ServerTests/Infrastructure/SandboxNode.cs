using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Renderer.Sandbox;
using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>The real sandbox, in this process, on a port of its own.</summary>
internal sealed class SandboxNode : IAsyncDisposable
{
    private readonly WebApplication app;

    private SandboxNode(WebApplication app, string url)
    {
        this.app = app;
        Url = url;
        Http = new HttpClient { BaseAddress = new Uri(url) };
    }

    public string Url { get; }

    public HttpClient Http { get; }

    public static async Task<SandboxNode> StartAsync(string hookUrl, Dictionary<string, string> settings)
    {
        var url = FreePort.Url();
        List<string> args = [$"--urls={url}", $"--Renderer:Sandbox:HookUrl={hookUrl}", "--environment=Development"];
        args.AddRange(settings.Select(setting => $"--Renderer:Sandbox:{setting.Key}={setting.Value}"));
        var app = SandboxHost.Build([.. args]);
        await app.StartAsync();
        return new SandboxNode(app, url);
    }

    /// <summary>Changes attributes, and waits until the hook was answered; returns the hook's status.</summary>
    public async Task<int> PatchAsync(string id, object attributes)
    {
        using var answer = await Http.PatchAsJsonAsync($"/sandbox/people/{id}", attributes);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("hook_status").GetInt32();
    }

    /// <summary>A person's attributes as the CRM has them.</summary>
    public async Task<JsonElement> PersonAsync(string id) => await Http.GetFromJsonAsync<JsonElement>($"/sandbox/people/{id}");

    /// <summary>Replaces all faults; an empty object heals.</summary>
    public async Task FaultAsync(object faults)
    {
        using var answer = await Http.PostAsJsonAsync("/sandbox/faults", faults);
        answer.EnsureSuccessStatusCode();
    }

    public Task HealAsync() => FaultAsync(new { });

    /// <summary>Calls since the last forgetting, of routes that hold this text.</summary>
    public async Task<int> CallsAsync(string route = "/crm/")
    {
        var calls = await Http.GetFromJsonAsync<JsonObject>("/sandbox/calls");
        return calls!["routes"]!.AsObject().Where(pair => pair.Key.Contains(route, StringComparison.Ordinal)).Sum(pair => pair.Value!.GetValue<int>());
    }

    /// <summary>Calls since then that were over a limit.</summary>
    public async Task<int> RefusedAsync() => (await Http.GetFromJsonAsync<JsonObject>("/sandbox/calls"))!["refused"]?.GetValue<int>() ?? 0;

    public async Task ForgetCallsAsync()
    {
        using var answer = await Http.DeleteAsync("/sandbox/calls");
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
