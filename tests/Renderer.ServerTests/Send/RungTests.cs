using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>The failure contract at each door: a block that throws, loops, recurses, overflows or is late costs itself alone.</summary>
public sealed class RungTests(RungTests.Stale stale) : IClassFixture<RungTests.Stale>
{
    private static readonly (string Block, string Html, string Outcome, string? Reason)[] Expected =
    [
        ("still", "still", "live", null),
        ("shown", "shown Ann", "stale", "changed"),
        ("aged", "aged friend", "default", "changed"),
        ("thrown", "instead", "static", "render_error"),
        ("looping", "", "dropped", "limit"),
        ("deep", "", "dropped", "limit"),
        ("large", "", "dropped", "limit"),
        ("slow", "", "dropped", "limit"),
    ];

    public static TheoryData<string> Doors => ["post", "get", "batch", "preview"];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Each_rung_is_told_and_shown_at(string door)
    {
        var mail = await AskAsync(door, "rungs");
        Assert.Equal("static", mail.Text("outcome"));
        Assert.Equal($"<p>{string.Join('|', Expected.Select(e => e.Html))}</p>", mail.Text("html")!.Trim());
        Assert.Equal(Expected.Select(e => e.Block), Decisions(mail).Select(d => d.Text("block")));
        Assert.All(Decisions(mail).Zip(Expected), pair => Assert.Equal(
            (pair.Second.Block, pair.Second.Outcome, pair.Second.Reason), (pair.First.Text("block"), pair.First.Text("outcome"), pair.First.Text("reason"))));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_block_that_must_not_be_missing_skips_the_message_at(string door)
    {
        var mail = await AskAsync(door, "must");
        Assert.Equal(("skipped", "needed: render_error"), (mail.Text("outcome"), mail.Text("skip_reason")));
        Assert.Equal(JsonValueKind.Null, mail.GetProperty("html").ValueKind);
        Assert.Equal("skipped", Decisions(mail).Single().Text("outcome"));
    }

    [Fact]
    public async Task A_block_alone_stands_on_its_own_rung()
    {
        foreach (var (block, html, outcome, _) in Expected)
        {
            using var answer = await stale.Node.Http.GetAsync($"/v1/render/rungs?id=p0001&block={block}");
            Assert.Equal(html, await answer.Content.ReadAsStringAsync());
            Assert.Equal(outcome == "dropped" ? "static" : outcome, Assert.Single(answer.Headers.GetValues("X-Renderer-Outcome")));
        }

        using var skipped = await stale.Node.Http.GetAsync("/v1/render/must?id=p0001&block=needed");
        Assert.Equal("", await skipped.Content.ReadAsStringAsync());
        Assert.Equal("needed: render_error", Assert.Single(skipped.Headers.GetValues("X-Renderer-Skip-Reason")));
    }

    [Fact]
    public async Task The_metrics_count_blocks_by_rung_and_reason_and_say_nothing_else()
    {
        await AskAsync("post", "rungs");
        var lines = (await stale.Node.Http.GetStringAsync("/metrics")).Split('\n').Where(l => l.StartsWith("renderer_blocks", StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, l => l.Contains("template=\"rungs\"", StringComparison.Ordinal) && l.Contains("outcome=\"dropped\"", StringComparison.Ordinal) && l.Contains("reason=\"limit\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => Expected.Any(e => l.Contains($"\"{e.Block}\"", StringComparison.Ordinal)));
    }

    private static JsonElement.ArrayEnumerator Decisions(JsonElement mail) => mail.GetProperty("decisions").EnumerateArray();

    private async Task<JsonElement> AskAsync(string door, string template)
    {
        var http = stale.Node.Http;
        using var answer = door switch
        {
            "post" => await http.PostAsJsonAsync($"/v1/render/{template}", new { recipient = new { id = "p0001" } }),
            "get" => await http.GetAsync($"/v1/render/{template}?id=p0001&format=json"),
            "batch" => await http.PostTextAsync($"/v1/render/{template}/batch", """{"id":"p0001"}""", "application/x-ndjson"),
            _ => await http.PostAsJsonAsync("/v1/preview", new { template, recipient = new { id = "p0001" } }),
        };
        return await answer.JsonAsync();
    }

    /// <summary>A node that knows one person, who has changed while the CRM is down.</summary>
    public sealed class Stale : IAsyncLifetime
    {
        private Stage? stage;

        internal RendererNode Node => stage!.Node;

        public async ValueTask InitializeAsync()
        {
            stage = await Stage.StartAsync(Repository.Workspace("rungs"));
            await Node.RenderAsync("rungs", new { recipient = new { id = "p0001" } });
            using var expired = await Node.Http.PostAsJsonAsync("/v1/profiles/expire", new { ids = new[] { "p0001" } });
            expired.EnsureSuccessStatusCode();
            await stage.Sandbox.FaultAsync(new { status = 503 });
        }

        public async ValueTask DisposeAsync()
        {
            if (stage is not null)
            {
                await stage.DisposeAsync();
            }
        }
    }
}
