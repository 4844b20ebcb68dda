using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>The same message decides the same, wherever and whenever it is asked again.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task A_message_keeps_its_decisions_on_another_node_and_after_the_profile_changed()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        var other = await stage.AddNodeAsync(settings: new() { ["Redis"] = redis.ConnectionString });

        var first = await AskAsync(stage.Node, "p0001", "m-1");
        Assert.Equal("vip", Variant(first));
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { tier = "bronze" }));

        foreach (var node in stage.Nodes)
        {
            var again = await AskAsync(node, "p0001", "m-1");
            Assert.Equal("vip", Variant(again));
            Assert.Contains("VIP bronze", again.Text("html"), StringComparison.Ordinal);
            Assert.NotEqual("vip", Variant(await AskAsync(node, "p0001", "m-2")));
        }

        _ = other;
    }

    [Fact]
    public async Task Without_Redis_the_ledger_remembers_over_a_restart()
    {
        await using var stage = await Stage.StartAsync();
        Assert.Equal("vip", Variant(await AskAsync(stage.Node, "p0001", "m-1")));
        await Task.Delay(1500);
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { tier = "bronze" }));

        var ledger = Path.Combine(stage.Folder, "state-0", "ledger.db");
        var restarted = await stage.AddNodeAsync(settings: new() { ["Ledger"] = ledger });
        Assert.Equal("vip", Variant(await AskAsync(restarted, "p0001", "m-1")));
    }

    [Fact]
    public async Task A_first_answer_that_was_default_does_not_stick()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.FaultAsync(new { status = 503 });
        var first = await AskAsync(stage.Node, "p0001", "m-1");
        Assert.Equal("default", first.Text("outcome"));
        Assert.NotEqual("vip", Variant(first));

        await stage.Sandbox.HealAsync();
        await Task.Delay(1000);
        Assert.Equal("vip", Variant(await AskAsync(stage.Node, "p0001", "m-1")));
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { tier = "bronze" }));
        Assert.Equal("vip", Variant(await AskAsync(stage.Node, "p0001", "m-1")));
    }

    [Fact]
    public async Task Renders_of_one_message_at_once_agree()
    {
        await using var stage = await Stage.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var mails = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
            {
                if (n == 10)
                {
                    await stage.Sandbox.PatchAsync("p0001", new { tier = round % 2 == 0 ? "bronze" : "gold" });
                }

                return await AskAsync(stage.Node, "p0001", $"m-{round}");
            }));
            var again = Variant(await AskAsync(stage.Node, "p0001", $"m-{round}"));
            Assert.All(mails, mail => Assert.Equal(again, Variant(mail)));
        }
    }

    private static Task<System.Text.Json.JsonElement> AskAsync(RendererNode node, string id, string message) =>
        node.RenderAsync("hello", new { recipient = new { id }, message_id = message });

    private static string? Variant(System.Text.Json.JsonElement mail) => mail.GetProperty("decisions")[0].Text("variant");
}
