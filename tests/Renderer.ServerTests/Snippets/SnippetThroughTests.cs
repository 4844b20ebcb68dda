using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Renderer.ServerTests.Passthrough;
using Renderer.ServerTests.Passthrough.SendGrid;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>SendGrid's tags: marks on their way through the passthrough door, and in the data of a template that SendGrid keeps.</summary>
public sealed class SnippetThroughTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-through-").FullName;
    private EspHost host = null!;
    private Stage stage = null!;
    private EspTags tags = null!;

    public async ValueTask InitializeAsync()
    {
        host = await EspHost.StartAsync();
        Folders.Copy(Repository.Workspace("pull"), folder);
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"esps:\n  mail: {{type: sendgrid, base_url: '{host.Url}', api_key: '${{env:ESP_KEY}}', timeout: 5s, budget: 5s}}\n");
        stage = await Stage.StartAsync(folder, new() { ["!ESP_KEY"] = "SG.real" });
        tags = new EspTags(JsonSerializer.Deserialize<JsonElement>(await stage.Node.Http.GetStringAsync("/v1/templates/offer/snippets?esp=sendgrid")).GetProperty("snippets")[0]);
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_marks_become_each_recipient_s_own_parts()
    {
        var mail = Mailing.To([1, 2], tags.Find("html", "mark")!, tags.Find("subject", "mark")!);
        mail["content"]![0]!["value"] = tags.Find("text", "mark");
        mail["content"]!.AsArray().Insert(1, new JsonObject { ["type"] = "text/x-amp-html", ["value"] = tags.Find("amp", "mark") });
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        foreach (var id in new[] { 1, 2 })
        {
            var got = host.Outbox()[Mailing.Address(id)];
            Assert.Equal(await PartAsync(id, "subject"), got.Subject);
            Assert.Equal(await PartAsync(id, "html"), got.Html);
            Assert.Equal(await PartAsync(id, "text"), got.Contents["text/plain"]);
            Assert.Equal(await PartAsync(id, "amp"), got.Contents["text/x-amp-html"]);
        }
    }

    [Fact]
    public async Task A_template_that_SendGrid_keeps_is_filled_from_the_request_s_data()
    {
        var mail = Mailing.To([3]);
        mail.Remove("content");
        mail.Remove("subject");
        mail["template_id"] = "d-0123456789abcdef0123456789abcdef";
        mail["personalizations"]![0]!["dynamic_template_data"] = JsonNode.Parse(tags["feed"]);
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var data = host.Outbox()[Mailing.Address(3)].Personalization.GetProperty("dynamic_template_data");
        var kept = new[] { "html", "text", "subject" }.ToDictionary(kind => kind, kind => tags.Find(kind, "handlebars")!);
        var merged = await Engines.RunOneAsync(new EngineJob("merge", kept, JsonNode.Parse(data.GetRawText())!) { Language = "handlebars" });
        foreach (var part in kept.Keys)
        {
            Assert.Equal((await PartAsync(3, part)).Trim(), merged[part]);
        }
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_named()
    {
        await stage.Sandbox.PatchAsync("p0009", new { city = "Nowhere" });
        using var answer = await stage.Node.SendAsync(Mailing.To([1, 9], tags.Find("html", "mark")!, "Hi").ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains(Mailing.Address(9), string.Join(',', answer.Headers.GetValues(tags["skip"])), StringComparison.Ordinal);
        Assert.Equal([Mailing.Address(1)], host.Outbox().Keys);
    }

    private Task<string> PartAsync(int person, string part) => stage.Node.Http.GetStringAsync($"/v1/render/offer?email={Mailing.Address(person)}&part={part}");
}
