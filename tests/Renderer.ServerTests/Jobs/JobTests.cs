using System.Net;
using Renderer.ServerTests.Infrastructure;
using Renderer.ServerTests.Prewarm;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Jobs;

/// <summary>A job can be ended, goes on after a restart, and leaves nobody's name behind.</summary>
public sealed class JobTests
{
    private static readonly string[] Slowly = ["rate: 4/s"];

    private static string List(int people) => Prewarms.Lines(Enumerable.Range(1, people).Select(n => $"g{n:0000000}"));

    [Fact]
    public async Task A_job_is_ended_by_its_deletion()
    {
        await using var stage = await QuotaStage.StartAsync(Slowly, new() { ["People"] = "5000" });
        var id = (await stage.Node.PrewarmAsync(List(5000))).Text("id")!;
        await stage.Node.UntilAsync(id, job => job.Count("done") > 0);
        var files = Files(stage);
        Assert.Contains(files, file => file.EndsWith(".list", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("g0000", File.ReadAllText(file), StringComparison.Ordinal));

        using var answer = await stage.Node.Http.DeleteAsync($"/v1/jobs/{id}");
        Assert.Equal("cancelled", (await answer.JsonAsync()).Text("state"));

        // What has its turn already may still leave; the other forty calls do not.
        var calls = -1;
        await Eventually.TrueAsync(async () =>
        {
            var before = calls;
            await Task.Delay(1500);
            return before == (calls = await stage.Sandbox.CallsAsync());
        });
        Assert.InRange(calls, 1, 25);
        var job = await stage.Node.JobAsync(id);
        Assert.Equal("cancelled", job.Text("state"));
        Assert.NotNull(job.Text("ended_at"));
        Assert.DoesNotContain(Files(stage), file => file.EndsWith(".list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_goes_on_after_a_restart_where_it_was_and_counts_each_once()
    {
        await using var stage = await QuotaStage.StartAsync(["rate: 20/s"], new() { ["People"] = "6000" });
        var id = (await stage.Node.PrewarmAsync(List(6000))).Text("id")!;
        await stage.Node.UntilAsync(id, now => now.Count("done") >= 1400);
        await stage.RestartAsync();
        var job = await stage.Node.UntilAsync(id, now => now.Count("done") >= 1400);
        Assert.NotEqual("done", job.Text("state"));
        job = await stage.Node.UntilDoneAsync(id);
        Assert.Equal(("done", 6000L, 6000L), (job.Text("state"), job.Count("done"), job.Count("total")));
        Assert.InRange(await stage.Sandbox.CallsAsync(), 60, 66);
        using var all = await stage.Node.Http.GetAsync("/v1/jobs");
        Assert.Equal(id, (await all.JsonAsync()).GetProperty("jobs").EnumerateArray().Single().Text("id"));
    }

    [Fact]
    public async Task Jobs_of_one_workspace_come_one_after_the_other()
    {
        await using var stage = await Stage.StartAsync();
        var first = (await stage.Node.PrewarmAsync(Prewarms.Lines(Enumerable.Range(1, 300).Select(n => $"p{n:0000}")))).Text("id")!;
        var second = (await stage.Node.PrewarmAsync(Prewarms.Lines(Enumerable.Range(1, 400).Select(n => $"p{n:0000}")))).Text("id")!;
        var done = await stage.Node.UntilDoneAsync(second);
        Assert.Equal("done", (await stage.Node.JobAsync(first)).Text("state"));
        Assert.Equal((300, 100), (done.Count("fresh"), done.Count("fetched")));
    }

    [Fact]
    public async Task Another_node_shows_a_job_and_can_end_it()
    {
        await using var redis = await RedisServer.StartAsync();
        var settings = new Dictionary<string, string> { ["Redis"] = redis.ConnectionString };
        await using var stage = await QuotaStage.StartAsync(Slowly, new() { ["People"] = "5000" }, settings);
        var other = await stage.AddNodeAsync(settings: settings);
        var id = (await stage.Node.PrewarmAsync(List(5000))).Text("id")!;
        await other.UntilAsync(id, job => job.Count("done") > 0);
        using var answer = await other.Http.DeleteAsync($"/v1/jobs/{id}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("cancelled", (await stage.Node.UntilDoneAsync(id)).Text("state"));
        await other.UntilAsync(id, job => job.Text("state") == "cancelled");
    }

    [Fact]
    public async Task While_the_crm_fails_a_job_waits_and_says_why_and_then_goes_on()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.FaultAsync(new { status = 503 });
        var id = (await stage.Node.PrewarmAsync(Prewarms.Lines(["p0001", "p0002", "p0003"]))).Text("id")!;
        await stage.Node.UntilAsync(id, job => job is var now && (now.Text("state") == "waiting" || now.Count("failed") > 0));
        await stage.Sandbox.HealAsync();
        Assert.Equal("done", (await stage.Node.UntilDoneAsync(id)).Text("state"));
    }

    private static string[] Files(Stage stage) => Directory.GetFiles(Path.Combine(stage.Folder, "state-0", "jobs"));
}
