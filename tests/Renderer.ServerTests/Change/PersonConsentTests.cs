using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Change;

/// <summary>What a person agrees to holds on every node within 5 s, with and without Redis.</summary>
public sealed class PersonConsentTests
{
    [Fact]
    public async Task Whoever_does_not_want_it_gets_a_mail_without_anything_personal_on_every_node()
    {
        await using var stage = await Stage.StartAsync();
        var other = await stage.AddNodeAsync(settings: new() { ["Ledger"] = Path.Combine(stage.Folder, "state-0", "ledger.db") });
        foreach (var node in stage.Nodes)
        {
            Assert.Equal("live", (await node.HelloAsync("p0001")).Text("outcome"));
        }

        using (var put = await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0001", new { tracking = true, personalization = false }))
        {
            var said = await put.JsonAsync();
            Assert.Equal((JsonValueKind.True, JsonValueKind.False, JsonValueKind.Null), (Kind(said, "tracking"), Kind(said, "personalization"), Kind(said, "profiling")));
        }

        var mail = await stage.Node.HelloAsync("p0001");
        Assert.Equal(("default", "consent_withdrawn"), (mail.Text("outcome"), mail.GetProperty("decisions")[0].Text("reason")));
        Assert.Contains("Hello friend", mail.Text("html"), StringComparison.Ordinal);
        var late = await Renderer.Tests.Infrastructure.Eventually.TrueAsync(async () => (await other.HelloAsync("p0001")).Text("outcome") == "default");
        Assert.True(late < TimeSpan.FromSeconds(5), $"{late}");

        // By another name, with values in the request, in a batch, and where a missing person would be an error.
        foreach (var body in new object[]
        {
            new { recipient = new { email = "p0001@people.example" } },
            new { recipient = new { id = "p0001" }, profile = new { first_name = "Planted", tier = "gold" } },
            new { recipient = new { id = "p0001" }, profile = new { first_name = "Planted" }, fetch = false },
            new { recipient = new { id = "p0001" }, on_missing = "fail" },
        })
        {
            var each = await other.RenderAsync("hello", body);
            Assert.Equal(("default", "friend"), (each.Text("outcome"), each.Text("subject")!["Hello ".Length..]));
        }

        using var batch = await stage.Node.Http.PostTextAsync("/v1/render/hello/batch", "{\"id\":\"p0001\"}\n{\"id\":\"p0002\"}\n", "application/x-ndjson");
        var lines = (await batch.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"outcome\":\"default\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"live\"", lines[1], StringComparison.Ordinal);

        // And back again.
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent?email=p0001%40people.example", new { tracking = true, personalization = true }))
        {
            await Renderer.Tests.Infrastructure.Eventually.TrueAsync(async () => (await other.HelloAsync("p0001")).Text("outcome") == "live");
        }

        using var got = await other.Http.GetAsync("/v1/consent/p0001");
        var held = await got.JsonAsync();
        Assert.Equal((JsonValueKind.True, JsonValueKind.True), (Kind(held, "tracking"), Kind(held, "personalization")));
        Assert.Equal(JsonValueKind.Null, Kind(held.GetProperty("attributes"), "tracking"));
    }

    [Fact]
    public async Task Whoever_is_not_to_be_known_is_not_looked_up()
    {
        await using var stage = await Stage.StartAsync();
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0007", new { personalization = false }))
        {
            await stage.Sandbox.ForgetCallsAsync();
            Assert.Equal("default", (await stage.Node.HelloAsync("p0007")).Text("outcome"));
            Assert.Equal(0, await stage.Sandbox.CallsAsync());
        }
    }

    [Fact]
    public async Task Nor_looked_up_among_the_others_of_a_batch()
    {
        await using var stage = await Stage.StartAsync();
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0007", new { personalization = false }))
        {
            await stage.Sandbox.ForgetCallsAsync();
            using var batch = await stage.Node.Http.PostTextAsync("/v1/render/hello/batch", "{\"id\":\"p0007\"}\n", "application/x-ndjson");
            Assert.Contains("\"outcome\":\"default\"", await batch.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await stage.Sandbox.CallsAsync());
        }
    }

    [Fact]
    public async Task A_purpose_that_is_not_named_stays_as_it_was_stated()
    {
        await using var stage = await Stage.StartAsync();
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0007", new { tracking = true, personalization = false }))
        {
            using var put = await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0007", new { profiling = true });
            var said = await put.JsonAsync();
            Assert.Equal((JsonValueKind.True, JsonValueKind.False, JsonValueKind.True), (Kind(said, "tracking"), Kind(said, "personalization"), Kind(said, "profiling")));
        }
    }

    [Fact]
    public async Task Attributes_say_it_too()
    {
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-consent-").FullName);
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), "\nconsent: {personalization: wants_personal, tracking: wants_tracking}\n");
        await using var stage = await Stage.StartAsync(folder);
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        await stage.Sandbox.PatchAsync("p0001", new { wants_personal = "no", wants_tracking = "true" });
        Assert.Equal("default", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        using var got = await stage.Node.Http.GetAsync("/v1/consent/p0001");
        var said = await got.JsonAsync();
        Assert.Equal((JsonValueKind.True, JsonValueKind.False), (Kind(said, "tracking"), Kind(said.GetProperty("attributes"), "personalization")));

        // What an attribute said it takes back, alone and in a batch.
        await stage.Sandbox.PatchAsync("p0001", new { wants_personal = "yes" });
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        await stage.Sandbox.PatchAsync("p0001", new { wants_personal = "no" });
        Assert.Equal("default", await BatchAsync());
        await stage.Sandbox.PatchAsync("p0001", new { wants_personal = "yes" });
        Assert.Equal("live", await BatchAsync());
        Directory.Delete(folder, recursive: true);

        async Task<string?> BatchAsync()
        {
            using var batch = await stage.Node.Http.PostTextAsync("/v1/render/hello/batch", "{\"id\":\"p0001\"}\n", "application/x-ndjson");
            return JsonDocument.Parse(await batch.Content.ReadAsStringAsync()).RootElement.Text("outcome");
        }
    }

    [Fact]
    public async Task What_is_not_well_said_is_refused()
    {
        await using var stage = await Stage.StartAsync();
        var http = stage.Node.Http;
        await (await http.PutAsJsonAsync("/v1/consent/p0001", new { tracking = "yes" })).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await http.PutAsJsonAsync("/v1/consent/p0001", new { trackin = true })).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
        await (await http.PutAsJsonAsync("/v1/consent", new { tracking = true })).ProblemAsync(HttpStatusCode.BadRequest, "recipient_missing");
        await (await http.GetAsync("/v1/consent")).ProblemAsync(HttpStatusCode.BadRequest, "recipient_missing");
        await (await stage.Node.Client(null).GetAsync("/v1/consent/p0001")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static JsonValueKind Kind(JsonElement of, string member) => of.GetProperty(member).ValueKind;
}
