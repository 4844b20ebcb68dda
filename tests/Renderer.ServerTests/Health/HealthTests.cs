using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Health;

/// <summary>Contract section 7: health, metrics, OpenAPI.</summary>
public sealed class HealthTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private RendererNode Node => basic.Stage.Node;

    [Fact]
    public async Task A_node_that_can_render_is_ready_and_says_what_it_runs_on()
    {
        using var nobody = Node.Client(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/health/live")).StatusCode);
        using var ready = await nobody.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("not_configured", (await ready.JsonAsync()).Text("redis"));
    }

    [Fact]
    public async Task A_dead_Redis_degrades_a_node_and_does_not_take_it_out()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        await redis.KillAsync();
        JsonElement health;
        var tries = 0;
        do
        {
            await Task.Delay(100);
            using var ready = await stage.Node.Http.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            health = await ready.JsonAsync();
        }
        while (health.Text("redis") != "disconnected" && ++tries < 50);
        Assert.Equal("degraded", health.Text("status"));
        Assert.Contains(health.GetProperty("degraded").EnumerateArray(), item => item.GetString() == "redis");
    }

    [Fact]
    public async Task A_dead_CRM_degrades_a_node_and_does_not_take_it_out()
    {
        await using var stage = await Stage.StartAsync();
        using (var well = await stage.Node.Http.GetAsync("/health/ready"))
        {
            Assert.Equal("answering", (await well.JsonAsync()).Text("crm"));
        }

        await stage.Sandbox.FaultAsync(new { status = 503 });
        JsonElement health;
        var tries = 0;
        do
        {
            await stage.Node.HelloAsync($"p000{tries % 9 + 1}");
            await Task.Delay(100);
            using var ready = await stage.Node.Http.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            health = await ready.JsonAsync();
        }
        while (health.Text("crm") != "failing" && ++tries < 50);
        Assert.Contains(health.GetProperty("degraded").EnumerateArray(), item => item.GetString() == "crm");
    }

    [Fact]
    public async Task Metrics_say_whether_the_key_is_wrong_or_its_role()
    {
        await using var stage = await Stage.StartAsync();
        var node = await stage.AddNodeAsync(settings: new()
        {
            ["!environment"] = "Staging", ["Outbound:Allow"] = "127.0.0.0/8",
            ["!SANDBOX_CLIENT_SECRET"] = "sandbox-secret", ["!SANDBOX_HOOK_SECRET"] = "sandbox-hook-secret",
        });
        var keys = node.Services.GetRequiredService<AccessKeys>();
        using var sender = node.Client((await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "sender", null, "test")).Text);
        using var operatorOfIt = node.Client((await keys.NewAsync(WorkspaceName.Default, Role.Operate, [], "operator", null, "test")).Text);
        using var nobody = node.Client(null);
        await (await nobody.GetAsync("/metrics")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await sender.GetAsync("/metrics")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.OK, (await operatorOfIt.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task A_node_boots_and_serves_without_its_Redis()
    {
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = $"127.0.0.1:{FreePort.Next()}" });
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
    }

    [Fact]
    public async Task Metrics_carry_the_outcome_label()
    {
        await Node.HelloAsync("p0001");
        var metrics = await Node.Http.GetStringAsync("/metrics");
        Assert.Matches(@"renderer_messages_total\{[^}]*outcome=""live""", metrics);
        Assert.Contains("renderer_queue_depth", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAPI_lists_every_route()
    {
        using var answer = await Node.Http.GetAsync("/openapi/v1.json");
        var paths = (await answer.JsonAsync()).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        Assert.Contains("/v1/render/{template}", paths);
        Assert.Contains("/v1/render/{template}/batch", paths);
        Assert.Contains("/v1/preview", paths);
        Assert.Contains("/hooks/{workspace}/{connection}", paths);
        Assert.Contains("/v1/profiles/{id}", paths);
    }
}
