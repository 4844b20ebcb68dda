using System.Net;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Connections;

/// <summary>A stage whose connection needs a person's consent, and the person.</summary>
internal static class Consents
{
    public const string Scope = "crm.objects.contacts.read crm.schemas.contacts.read";

    /// <summary>Writes the basic workspace with another way in; the lines follow the connection's name.</summary>
    public static string Workspace(string lines)
    {
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-ws-").FullName);
        var file = Path.Combine(folder, "workspace.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("    type: hubspot\n", $"    type: hubspot\n{lines}\n", StringComparison.Ordinal));
        return folder;
    }

    public static Task<Stage> StageAsync(Dictionary<string, string>? node = null, Dictionary<string, string>? sandbox = null) => Stage.StartAsync(
        Workspace($"    auth: {{type: authorization_code}}\n    scope: {Scope}"), node, sandbox);

    /// <summary>A browser that follows nothing by itself and keeps cookies.</summary>
    public static HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false });

    public static async Task<Uri> LinkAsync(this RendererNode node)
    {
        using var answer = await node.Http.PostAsync("/v1/connections/sandbox/authorize", null);
        answer.EnsureSuccessStatusCode();
        return new Uri((await answer.JsonAsync()).Text("url")!);
    }

    /// <summary>Opens a link; returns the CRM's page.</summary>
    public static async Task<Uri> OpenAsync(this HttpClient browser, Uri link)
    {
        using var answer = await browser.GetAsync(link);
        Xunit.Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <summary>The whole walk; returns the last page.</summary>
    public static async Task<string> ConsentAsync(this RendererNode node, string decision = "allow", HttpStatusCode status = HttpStatusCode.OK)
    {
        using var browser = Browser();
        var page = await browser.OpenAsync(await node.LinkAsync());
        return await browser.PageAsync(await Sandbox.Consenting.DecideAsync(page, decision), status);
    }

    public static async Task<string> PageAsync(this HttpClient browser, Uri url, HttpStatusCode status)
    {
        using var answer = await browser.GetAsync(url);
        var text = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Xunit.Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Xunit.Assert.True(answer.Headers.CacheControl?.NoStore);
        return text;
    }

    public static async Task<JsonElement> HealthAsync(this RendererNode node)
    {
        using var answer = await node.Http.GetAsync("/health/ready");
        Xunit.Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    public static async Task<string?> OutcomeAsync(this RendererNode node, string id = "p0001") => (await node.HelloAsync(id, 5000)).Text("outcome");
}
