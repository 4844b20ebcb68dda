using System.Net;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Prewarm;

/// <summary>Contract section 2: the cache is filled before the send, within the quotas.</summary>
public sealed class PrewarmTests
{
    [Fact]
    public async Task Whoever_was_prewarmed_is_rendered_live_without_a_call()
    {
        await using var stage = await Stage.StartAsync();
        var job = await stage.Node.PrewarmAsync(
            Prewarms.Lines(Enumerable.Range(1, 450).Select(n => $"p{n:0000}")) + "{\"recipient\":{\"id\":\"nobody\"}}\n\n{\"id\":\"p0001\"}\nno json\n");
        Assert.Equal(("prewarm", "hello", 452L, 1L), (job.Text("kind"), job.Text("template"), job.Count("total"), job.Count("faulty_lines")));

        job = await stage.Node.UntilDoneAsync(job.Text("id")!);
        Assert.Equal("done", job.Text("state"));
        Assert.Equal((452, 450, 1, 0), (job.Count("done"), job.Count("fetched"), job.Count("missing"), job.Count("failed")));
        Assert.InRange(job.GetProperty("expected_hit_rate").GetDouble(), 0.99, 1);
        Assert.InRange(job.GetProperty("send_rate").GetDouble(), 1.5, 1.51); // 452 in the five minutes that they are fresh
        Assert.Equal(5, await stage.Sandbox.CallsAsync());

        await stage.Sandbox.ForgetCallsAsync();
        var mails = await Task.WhenAll(Enumerable.Range(1, 450).Select(n => stage.Node.HelloAsync($"p{n:0000}", budgetMs: 5000)));
        Assert.All(mails, mail => Assert.Equal("live", mail.Text("outcome")));
        Assert.Equal(0, await stage.Sandbox.CallsAsync());
    }

    [Fact]
    public async Task The_connections_own_list_is_gone_through_by_its_pages()
    {
        await using var stage = await Stage.StartAsync();
        using var answer = await stage.Node.Http.PostAsync("/v1/prewarm/hello?list=connection", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = await stage.Node.UntilDoneAsync((await answer.JsonAsync()).Text("id")!);
        Assert.Equal(("done", 1000L, 1000L), (job.Text("state"), job.Count("fetched"), job.Count("total")));
        Assert.Equal(10, await stage.Sandbox.CallsAsync());

        await stage.Sandbox.ForgetCallsAsync();
        Assert.Equal("live", (await stage.Node.HelloAsync("p0777")).Text("outcome"));
        var mail = await stage.Node.RenderAsync("hello", new { recipient = new { email = "p0778@people.example" } });
        Assert.Equal("live", mail.Text("outcome"));
        Assert.Equal(0, await stage.Sandbox.CallsAsync());
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using var stage = await Stage.StartAsync();
        var http = stage.Node.Http;
        using var empty = await http.PostTextAsync("/v1/prewarm/hello", "\n\n", "application/x-ndjson");
        await empty.ProblemAsync(HttpStatusCode.BadRequest, "recipient_missing");
        using var unknown = await http.PostTextAsync("/v1/prewarm/nix", "{\"id\":\"p0001\"}", "application/x-ndjson");
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        using var json = await http.PostTextAsync("/v1/prewarm/hello", "{\"id\":\"p0001\"}");
        await json.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        using var list = await http.PostTextAsync("/v1/prewarm/hello?list=mine", "{\"id\":\"p0001\"}", "application/x-ndjson");
        await list.ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        using var faulty = await http.PostTextAsync("/v1/prewarm/hello", "{\"idd\":\"p0001\"}", "application/x-ndjson");
        await faulty.ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
        using var nobody = stage.Node.Client(null);
        using var stranger = await nobody.GetAsync("/v1/jobs");
        await stranger.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        using var none = await http.GetAsync("/v1/jobs/0123456789abcdef01234567");
        await none.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Sends_do_not_wait_behind_a_prewarm_and_it_keeps_the_rate()
    {
        await using var stage = await QuotaStage.StartAsync(["rate: 10/s"], new() { ["RateLimit"] = "100", ["People"] = "20000" });
        await stage.Node.HelloAsync("p0001", budgetMs: 5000);
        var job = await stage.Node.PrewarmAsync(Prewarms.Lines(Enumerable.Range(1, 20_000).Select(n => $"g{n:0000000}")));
        await stage.Node.UntilAsync(job.Text("id")!, now => now.Count("done") >= 800);

        var live = 0;
        for (var n = 2; n <= 41; n++)
        {
            live += (await stage.Node.HelloAsync($"p{n:0000}")).Text("outcome") == "live" ? 1 : 0;
            await Task.Delay(100);
        }

        Assert.InRange(live, 38, 40);
        job = await stage.Node.JobAsync(job.Text("id")!);
        Assert.Equal("running", job.Text("state"));
        Assert.True(job.GetProperty("eta").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        Assert.InRange(job.GetProperty("per_second").GetDouble(), 20, 1000); // the least is what a busy machine leaves
        Assert.Equal(0, await stage.Sandbox.RefusedAsync());
    }
}
