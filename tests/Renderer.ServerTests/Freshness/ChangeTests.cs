using System.Diagnostics;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>The CRM says "changed", and the next render shows it.</summary>
public sealed class ChangeTests
{
    private static int Rounds => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 100 : 25;

    [Fact]
    public async Task A_second_render_makes_no_CRM_call()
    {
        await using var stage = await Stage.StartAsync();
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        await stage.Sandbox.ForgetCallsAsync();
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        Assert.Equal(0, await stage.Sandbox.CallsAsync(string.Empty));
    }

    [Fact]
    public async Task A_patch_shows_in_the_next_render_every_time()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Ann{round}" }));
            await ShowsAsync(stage.Node, $"Hello Ann{round}");
        }
    }

    [Fact]
    public async Task With_two_nodes_on_one_Redis_a_patch_shows_on_both()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        var other = await stage.AddNodeAsync(settings: new() { ["Redis"] = redis.ConnectionString });
        await stage.Node.HelloAsync("p0001");
        await other.HelloAsync("p0001");
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Ann{round}" }));
            await ShowsAsync(other, $"Hello Ann{round}");
            await ShowsAsync(stage.Node, $"Hello Ann{round}");
        }
    }

    /// <summary>At once on the node that took the hook; on others when the mark has travelled, a few milliseconds, and within a second in any case.</summary>
    private static async Task ShowsAsync(RendererNode node, string subject)
    {
        var watch = Stopwatch.StartNew();
        var mail = await node.HelloAsync("p0001");
        while (mail.Text("subject") != subject && watch.Elapsed < TimeSpan.FromSeconds(1))
        {
            mail = await node.HelloAsync("p0001");
        }

        Assert.Equal((subject, "live"), (mail.Text("subject"), mail.Text("outcome")));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"took {watch.Elapsed}");
    }
}
