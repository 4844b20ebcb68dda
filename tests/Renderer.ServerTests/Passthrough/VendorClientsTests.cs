using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.ServerTests.Sandbox;
using Renderer.ServerTests.Sandbox.Esp.Clients;
using Xunit;
using EspSandbox = Renderer.ServerTests.Sandbox.Esp.EspSandbox;
using SesTests = Renderer.ServerTests.Sandbox.Esp.SesTests;

namespace Renderer.ServerTests.Passthrough;

/// <summary>The vendors' own clients, unchanged but for base address and key, through Renderer to the sandbox: they return and raise what they do without it.</summary>
public sealed class VendorClientsTests : IAsyncLifetime
{
    private const string Plain = "<b>hero</b>";
    private const string Marked = "[[renderer:letter#hero]]";

    private readonly string folder = Directory.CreateTempSubdirectory("renderer-clients-").FullName;
    private RunningSandbox sandbox = null!;
    private Stage stage = null!;
    private ClientTargets targets = null!;
    private AccessPair pair = null!;

    public async ValueTask InitializeAsync()
    {
        sandbox = await RunningSandbox.StartAsync();
        targets = await ClientTargets.MakeAsync(sandbox);
        var workspace = Folders.Copy(Repository.Workspace("esp"), Path.Combine(folder, "workspace"));
        var esps = string.Concat(ClientTargets.Esps.Select(esp => $"  {esp}: {{type: {esp}, base_url: '{Direct}', {(esp == "ses"
            ? $"access_key_id: {SesTests.AccessKeyId}, secret_access_key: '${{env:ESP_KEY}}', region: eu-west-1"
            : "api_key: '${env:ESP_KEY}'")}, timeout: 20s, budget: 10s}}\n"));
        await File.AppendAllTextAsync(Path.Combine(workspace, "workspace.yaml"), "esps:\n" + esps);
        stage = await Stage.StartAsync(workspace, new() { ["!ESP_KEY"] = EspSandbox.Key });
        var services = stage.Node.Services;
        var key = await services.GetRequiredService<AccessKeys>().NewSigningAsync(WorkspaceName.Default, Role.Send, [], "SES", null, "test");
        pair = services.GetRequiredService<AccessPairs>().Make(key.Id);
    }

    private string Direct => sandbox.Url.ToString().TrimEnd('/');

    [Fact]
    public async Task Every_npm_client_returns_and_raises_the_same_with_Renderer_between()
    {
        var direct = await NodeClients.RunAsync(targets.Config(_ => Direct, EspSandbox.Key, (SesTests.AccessKeyId, EspSandbox.Key), Plain));
        var before = await MailsAsync();

        var through = await NodeClients.RunAsync(Through(Plain));
        var unmarked = (await MailsAsync())[before.Length..];
        var marked = await NodeClients.RunAsync(Through(Marked));
        var rendered = (await MailsAsync())[(before.Length + unmarked.Length)..];

        await WriteAsync("esp-clients-through.md", ClientTargets.Table(direct, through));
        await WriteAsync("esp-clients-marked.md", ClientTargets.Table(direct, marked));
        Assert.Empty(Differences(direct, through, "denied"));
        Assert.Empty(Differences(direct, marked, "denied", "error"));
        var results = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Renderer.ServerTests", "Sandbox", "Esp", "Clients", "RESULTS.md"));
        Assert.All(direct, line => Assert.Contains($"| {line.Client} | {line.Case} |", results, StringComparison.Ordinal));

        // What arrives is the same, bar what each ESP makes anew; and each has their own where a mark stood.
        Assert.Equal(before.Select(Told), unmarked.Select(Told));
        Assert.Equal(before.Select(Told).Order(StringComparer.Ordinal), rendered.Select(mail => Told(mail, hero: Plain)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SendGrids_client_for_NET_does_likewise()
    {
        var direct = await DotNetSendGrid.RunAsync(Direct, EspSandbox.Key, Plain, targets.SendGridTemplate);

        var through = await DotNetSendGrid.RunAsync(stage.Node.Url + "/esp/sendgrid", "dev", Plain, targets.SendGridTemplate);
        var marked = await DotNetSendGrid.RunAsync(stage.Node.Url + "/esp/sendgrid", "dev", Marked, targets.SendGridTemplate);

        await WriteAsync("esp-clients-dotnet.md", ClientTargets.Table(direct, through));
        Assert.Empty(Differences(direct, through, "denied"));
        Assert.Empty(Differences(direct, marked, "denied", "error"));
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await sandbox.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private object Through(string hero) => targets.Config(esp => $"{stage.Node.Url}/esp/{esp}", "dev", (pair.AccessKeyId, pair.Secret), hero);

    private Task<JsonElement[]> MailsAsync() => EspSandbox.MailsAsync(sandbox);

    // What Renderer refuses itself (a wrong key, a marked mail to nobody) has its own words: there the kind of refusal has to be the vendor's.
    // Of a pair's wrong secret it says less than AWS: as of a pair that nobody has.
    private static IEnumerable<string> Differences(IReadOnlyList<ClientLine> direct, IReadOnlyList<ClientLine> other, params string[] own) =>
        from pair in direct.Zip(other)
        let same = pair.First.Client == pair.Second.Client && pair.First.Case == pair.Second.Case
            && (pair.First.Case == "wrong secret" ? Status(pair.First) == Status(pair.Second)
                : pair.First.Result == pair.Second.Result || (own.Contains(pair.First.Case) && Kind(pair.First) == Kind(pair.Second)))
        where !same
        select $"{pair.First.Client}, {pair.First.Case}:\n  {pair.First.Result}\n  {pair.Second.Result}";

    private static int Status(ClientLine line) => line.Raised.GetProperty("status").GetInt32();

    // Members, their types, and numbers; texts may differ.
    private static string Kind(ClientLine line)
    {
        var element = line.Raised.ValueKind == JsonValueKind.Undefined ? line.Returned : line.Raised;
        return Shape(element.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String && body.GetString()!.StartsWith('{') ? JsonDocument.Parse(body.GetString()!).RootElement : element);
    }

    private static string Shape(JsonElement element) => string.Join(
        ", ",
        element.EnumerateObject().Select(member => member.Name is "status" or "code" or "statusCode" or "name" or "fault" or "type" ? $"{member.Name}: {member.Value.GetRawText()}" : member.Name).Order(StringComparer.Ordinal));

    private static string Told(JsonElement mail) => Told(mail, hero: null);

    private static string Told(JsonElement mail, string? hero)
    {
        var (html, subject) = (mail.Text("html"), mail.Text("subject"));
        if (hero is not null && html is not null && html.Contains(Marked, StringComparison.Ordinal))
        {
            // Mailgun's whole MIME messages pass as they came.
            Assert.Equal("mailgun", mail.Text("esp"));
            html = html.Replace(Marked, hero, StringComparison.Ordinal);
        }
        else if (hero is not null && html is not null)
        {
            var own = $"<p class=\"hero\">VIP {(mail.Text("to") == "p0001@people.example" ? "Ann" : "Bogdan")}</p>";
            Assert.Contains(own, html, StringComparison.Ordinal);
            html = html.Replace(own, hero, StringComparison.Ordinal);
        }

        var files = mail.GetProperty("attachments").EnumerateArray().Select(file => $"{file.Text("name")} {file.Text("sha256")}");
        return string.Join(" | ", mail.Text("esp"), mail.Text("to"), subject, html, mail.Text("text"), mail.Text("amp"), string.Join(' ', files));
    }

    private static Task WriteAsync(string name, string table) =>
        File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "tests")).FullName, name), table);
}
