using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>Redis or PostgreSQL is killed under load: freshness suffers, the send does not.</summary>
public sealed class OutageTests
{
    private const int People = 50;
    private const int BudgetMs = 800;

    private static bool Long => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1";

    [Fact]
    public async Task Redis_killed_and_restarted_under_load_costs_no_send_and_shows_nothing_old_as_live()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        await WarmAsync(stage.Node);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await stage.Node.Http.DeleteAsync($"/v1/profiles/{Id(0)}")).StatusCode);
        var decided = await stage.Node.RenderAsync("hello", new { recipient = new { id = Id(1) }, message_id = "before" });
        await Task.Delay(1200);

        var seconds = Long ? 30 : 9;
        var load = LoadAsync(stage.Node, TimeSpan.FromSeconds(seconds));
        await Task.Delay(TimeSpan.FromSeconds(seconds / 3.0));
        await redis.KillAsync();
        var missed = await stage.Sandbox.PatchAsync(Id(2), new { firstname = "Missed" });
        var changed = Stopwatch.StartNew();
        Assert.Equal(503, missed);
        await Task.Delay(TimeSpan.FromSeconds(seconds / 3.0));
        await redis.RestartAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        for (var i = 0; i < 20; i++)
        {
            var mail = await stage.Node.HelloAsync(Id(2));
            Assert.True(mail.Text("outcome") != "live" || mail.Text("subject") == "Hello Missed", $"old as live {changed.Elapsed} after the change");
        }

        var answers = await load;
        Check(answers);
        Assert.True(answers.Count > seconds * 150, $"the load was {answers.Count / seconds} a second");

        var again = await stage.Node.RenderAsync("hello", new { recipient = new { id = Id(1) }, message_id = "before" });
        Assert.Equal(decided.GetProperty("decisions")[0].Text("variant"), again.GetProperty("decisions")[0].Text("variant"));
        await stage.Sandbox.FaultAsync(new { status = 503 });
        Assert.Equal("default", (await stage.Node.HelloAsync(Id(0))).Text("outcome"));
    }

    [Fact]
    public async Task PostgreSQL_killed_and_restarted_under_load_costs_no_send()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Ledger"] = database });
        await WarmAsync(stage.Node);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await stage.Node.Http.DeleteAsync($"/v1/profiles/{Id(0)}")).StatusCode);
        var seconds = Long ? 30 : 9;
        var load = LoadAsync(stage.Node, TimeSpan.FromSeconds(seconds));
        await Task.Delay(TimeSpan.FromSeconds(seconds / 3.0));
        await postgres.KillAsync();
        await Task.Delay(300);
        using (var refused = await stage.Node.Http.DeleteAsync($"/v1/profiles/{Id(3)}"))
        {
            await refused.ProblemAsync(System.Net.HttpStatusCode.ServiceUnavailable, "unavailable");
        }

        await Task.Delay(TimeSpan.FromSeconds(seconds / 3.0));
        await postgres.StartAsync();
        Check(await load);
        await stage.Sandbox.FaultAsync(new { status = 503 });
        Assert.Equal("default", (await stage.Node.HelloAsync(Id(0))).Text("outcome"));
    }

    [Fact]
    public async Task Erased_on_one_node_with_Redis_down_is_never_seen_again_on_the_other_within_two_seconds()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var redis = await RedisServer.StartAsync();
        Dictionary<string, string> shared = new() { ["Ledger"] = database, ["Redis"] = redis.ConnectionString };
        await using var stage = await Stage.StartAsync(node: shared);
        var other = await stage.AddNodeAsync(settings: shared);
        await stage.Node.HelloAsync(Id(1));
        await other.HelloAsync(Id(1));
        await redis.KillAsync();
        await Task.Delay(200);
        using var erased = await stage.Node.Http.DeleteAsync($"/v1/profiles/{Id(1)}");
        Assert.Equal(System.Net.HttpStatusCode.OK, erased.StatusCode);
        await Task.Delay(2000);
        await stage.Sandbox.FaultAsync(new { status = 503 });
        Assert.Equal("default", (await other.HelloAsync(Id(1))).Text("outcome"));
        Assert.Equal("default", (await stage.Node.HelloAsync(Id(1))).Text("outcome"));
    }

    private static string Id(int n) => $"p{600 + n:0000}";

    private static async Task WarmAsync(RendererNode node)
    {
        for (var n = 0; n < People; n++)
        {
            Assert.Equal("live", (await node.HelloAsync(Id(n), 5000)).Text("outcome"));
        }
    }

    /// <summary>200 renders a second at a fixed rate, whether or not the last ones were answered.</summary>
    private static async Task<IReadOnlyCollection<(int Status, string? Outcome, long Ms)>> LoadAsync(RendererNode node, TimeSpan length)
    {
        var answers = new ConcurrentBag<(int, string?, long)>();
        var running = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var n = 0; watch.Elapsed < length; n++)
        {
            running.Add(OneAsync(n));
            var next = TimeSpan.FromMilliseconds((n + 1) * 5) - watch.Elapsed;
            if (next > TimeSpan.Zero)
            {
                await Task.Delay(next);
            }
        }

        await Task.WhenAll(running);
        return answers;

        async Task OneAsync(int n)
        {
            var one = Stopwatch.StartNew();
            using var answer = await node.Http.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = Id(1 + (n % (People - 1))) }, message_id = $"m{n % 500}", budget_ms = BudgetMs });
            var mail = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            answers.Add(((int)answer.StatusCode, mail.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null, one.ElapsedMilliseconds));
        }
    }

    private static void Check(IReadOnlyCollection<(int Status, string? Outcome, long Ms)> answers)
    {
        Assert.DoesNotContain(answers, answer => answer.Status != 200 || answer.Outcome is not ("live" or "stale"));
        Assert.True(answers.Max(answer => answer.Ms) <= BudgetMs + 100, $"the latest answer took {answers.Max(answer => answer.Ms)} ms");
    }
}
