using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>A CRM on its worst day costs freshness, never the send, never the time.</summary>
public sealed class FaultTests
{
    private static int Rounds => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 100 : 10;

    public static TheoryData<string, string> Faults => new()
    {
        { "hang", """{"hang":true}""" },
        { "503", """{"status":503}""" },
        { "429", """{"status":429,"retry_after":1}""" },
        { "reset", """{"reset":true}""" },
        { "truncated", """{"truncate":true}""" },
        { "slow", """{"latency_ms":5000}""" },
        { "revoked and no new token", """[{"revoke_tokens":true},{"token_status":400}]""" },
        { "revoked and slow tokens", """[{"revoke_tokens":true},{"latency_ms":5000,"route":"/oauth/"}]""" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_it_lasts_every_answer_is_in_time_and_says_what_it_is_and_healed_it_is_live_within_a_second(string name, string fault)
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        await stage.Node.HelloAsync("p0002");
        for (var round = 0; round < Rounds; round++)
        {
            await stage.Node.HelloAsync("p0001");
            Assert.Equal(System.Net.HttpStatusCode.OK, (await stage.Node.Http.PostAsJsonAsync("/v1/profiles/expire", new { ids = new[] { "p0002" } })).StatusCode);
            await stage.Sandbox.FaultAsync(JsonSerializer.Deserialize<JsonElement>(fault));

            await InTimeAsync(stage.Node, "p0001", "live", name);
            await InTimeAsync(stage.Node, "p0002", "stale", name);
            await InTimeAsync(stage.Node, $"p{500 + round:0000}", "default", name);

            await stage.Sandbox.HealAsync();
            var healed = Stopwatch.StartNew();
            if (name == "429")
            {
                await Task.Delay(1000);
                healed.Restart();
            }

            string? outcome;
            do
            {
                outcome = (await stage.Node.HelloAsync("p0002")).Text("outcome");
            }
            while (outcome != "live" && healed.Elapsed < TimeSpan.FromSeconds(1));
            Assert.True(outcome == "live", $"{name}, round {round}: {outcome} one second after it healed");
        }
    }

    private static async Task InTimeAsync(RendererNode node, string id, string outcome, string fault)
    {
        var watch = Stopwatch.StartNew();
        var mail = await node.HelloAsync(id, budgetMs: 300);
        Assert.True(mail.Text("outcome") == outcome, $"{fault}: {id} is {mail.Text("outcome")}, not {outcome}");
        Assert.True(watch.ElapsedMilliseconds < 400, $"{fault}: {id} took {watch.ElapsedMilliseconds} ms");
    }
}
