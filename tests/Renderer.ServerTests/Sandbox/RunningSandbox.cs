using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Renderer.Sandbox;
using Xunit;

namespace Renderer.ServerTests.Sandbox;

/// <summary>A sandbox of a test's own, in this process, on a port that was free.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    public const string Contacts = "/crm/v3/objects/contacts";

    public const string TokenPath = "/oauth/v1/token";

    private readonly WebApplication app;

    private RunningSandbox(WebApplication app)
    {
        this.app = app;
        Url = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(20) };
    }

    public Uri Url { get; }

    /// <summary>Carries no token until <see cref="SignInAsync"/>.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts one; without a HookUrl among the settings its webhooks go nowhere.</summary>
    public static async Task<RunningSandbox> StartAsync(params string[] settings)
    {
        var app = SandboxHost.Build(
            ["--urls=http://127.0.0.1:0", "--Renderer:Sandbox:HookUrl=", .. settings.Select(setting => $"--Renderer:Sandbox:{setting}")]);
        await app.StartAsync();
        return new RunningSandbox(app);
    }

    public static async Task<RunningSandbox> StartSignedInAsync(params string[] settings)
    {
        var sandbox = await StartAsync(settings);
        await sandbox.SignInAsync();
        return sandbox;
    }

    public async Task SignInAsync() => Use(await TokenAsync());

    public void Use(string token) => Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public async Task<string> TokenAsync(string scope = "")
    {
        using var response = await AskTokenAsync(scope);
        return (await JsonAsync(response)).GetProperty("access_token").GetString()!;
    }

    public Task<HttpResponseMessage> AskTokenAsync(string scope = "", string secret = "sandbox-secret", string path = "/oauth/v1/token") =>
        Http.PostAsync(path, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "renderer",
            ["client_secret"] = secret,
            ["scope"] = scope,
        }));

    /// <summary>Asks the token endpoint with a form of one's own.</summary>
    public async Task<JsonElement> AskAsync(Dictionary<string, string> form, int status = 200)
    {
        using var response = await Http.PostAsync(TokenPath, new FormUrlEncodedContent(form));
        return await JsonAsync(response, status);
    }

    public async Task<JsonElement> GetAsync(string path, int status = 200)
    {
        using var response = await Http.GetAsync(path);
        return await JsonAsync(response, status);
    }

    public async Task<JsonElement> PostAsync(string path, object body, int status = 200)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        return await JsonAsync(response, status);
    }

    public async Task<JsonElement> PatchAsync(string path, object body, int status = 200)
    {
        using var response = await Http.PatchAsJsonAsync(path, body);
        return await JsonAsync(response, status);
    }

    /// <summary>Posts faults as somebody would type them.</summary>
    public async Task<JsonElement> FaultsAsync(string json, int status = 200)
    {
        using var response = await Http.PostAsync("/sandbox/faults", new StringContent(json, Encoding.UTF8));
        return await JsonAsync(response, status);
    }

    /// <summary>Waits until so many calls have arrived.</summary>
    public async Task CalledAsync(int calls)
    {
        while ((await GetAsync("/sandbox/calls")).GetProperty("total").GetInt32() < calls)
        {
            await Task.Delay(10);
        }
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status = 200)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>One sandbox, signed in, for tests that only read.</summary>
public sealed class ReadOnlySandbox : IAsyncLifetime
{
    internal RunningSandbox Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await RunningSandbox.StartSignedInAsync("People=100000", "TokenSeconds=600");

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
