using System.Diagnostics;
using System.Net.Http.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Salesforce;

/// <summary>Changes over Salesforce's Pub/Sub API: gRPC, events in Avro.</summary>
public sealed class FeedTests
{
    /// <summary>Until a fresh feed has swept what nobody heard of.</summary>
    private static readonly TimeSpan Swept = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_change_shows_within_a_second()
    {
        await using var stage = await StartAsync();
        await stage.HelloAsync();
        for (var round = 0; round < 20; round++)
        {
            await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Ann{round}" });

            await ShowsAsync(stage, $"Hello Ann{round}", TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_change_of_what_no_template_reads_costs_no_call()
    {
        await using var stage = await StartAsync();
        await stage.HelloAsync();
        await stage.Sandbox.ForgetCallsAsync();

        await stage.Sandbox.PatchAsync("p0001", new { lifetime_value = "1", website = "https://x.example" });
        await Task.Delay(500);
        await stage.HelloAsync();
        Assert.Equal(0, await stage.Sandbox.CallsAsync("/services/data"));

        await stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" });
        await ShowsAsync(stage, "Hello Zoe", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Sessions_that_end_are_renewed_and_no_change_is_missed()
    {
        await using var stage = await StartAsync(new() { ["TokenSeconds"] = "2" });
        await stage.HelloAsync();
        for (var round = 0; round < 6; round++)
        {
            await Task.Delay(700);
            await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Ann{round}" });

            await ShowsAsync(stage, $"Hello Ann{round}", TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task An_address_that_somebody_just_got_is_found()
    {
        await using var stage = await StartAsync();
        Assert.Equal("missing", (await stage.HelloAsync("zoe@people.example")).GetProperty("profile").Text("state"));

        await stage.Sandbox.PatchAsync("p0001", new { email = "zoe@people.example" });

        await ShowsAsync(stage, "Hello Ann", TimeSpan.FromSeconds(1), "zoe@people.example");
    }

    [Theory]
    [InlineData("GAP_OVERFLOW", "003*")]
    [InlineData("GAP_UPDATE", "003*")]
    [InlineData("GAP_UPDATE", SalesforceStage.Ann)]
    public async Task A_gap_has_people_read_again(string gap, string record)
    {
        await using var stage = await StartAsync();
        await stage.HelloAsync();
        await stage.Sandbox.ForgetCallsAsync();

        await PostAsync(stage, new { gap, records = new[] { record } });

        await UntilAsync(async () =>
        {
            await stage.HelloAsync();
            return await stage.Sandbox.CallsAsync("/services/data") > 0;
        });
    }

    [Fact]
    public async Task A_place_that_is_not_kept_any_more_has_everybody_read_again_and_changes_are_heard_on()
    {
        await using var stage = await StartAsync();
        await stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" });
        await ShowsAsync(stage, "Hello Zoe", TimeSpan.FromSeconds(1));
        await stage.HelloAsync("p0002@people.example");
        await stage.Sandbox.ForgetCallsAsync();

        await PostAsync(stage, new { forget = true, send_away = true });

        await UntilAsync(async () =>
        {
            await stage.HelloAsync("p0002@people.example");
            return await stage.Sandbox.CallsAsync("/services/data") > 0;
        });
        await Task.Delay(Swept);
        await stage.Sandbox.PatchAsync("p0001", new { firstname = "Eve" });
        await ShowsAsync(stage, "Hello Eve", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_changed_while_no_node_was_there_is_heard_afterwards()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        await stage.Sandbox.PatchAsync("p0002", new { firstname = "Bob" });
        await stage.HelloAsync();
        await Task.Delay(Swept);

        await stage.RestartAsync(() => stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" }));

        await ShowsAsync(stage, "Hello Zoe", TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task An_org_that_is_not_ours_is_said_once()
    {
        await using var stage = await StartAsync(organization: "00DSB00000000029AA");
        await Task.Delay(Swept);

        Assert.Single(stage.Node.Logs.Lines, line => line.Contains("stream of changes ended (Refused)", StringComparison.Ordinal));
        Assert.Equal("live", (await stage.HelloAsync()).Text("outcome"));
    }

    private static async Task<SalesforceStage> StartAsync(
        Dictionary<string, string>? sandbox = null, Dictionary<string, string>? node = null, string organization = "00DSB00000000012AA")
    {
        var stage = await SalesforceStage.StartAsync(sandbox, node, feed: true, organization);
        await Task.Delay(Swept);
        return stage;
    }

    private static async Task PostAsync(SalesforceStage stage, object body)
    {
        using var answer = await stage.Sandbox.Http.PostAsJsonAsync("/sandbox/changes", body);
        Assert.Equal(204, (int)answer.StatusCode);
    }

    private static Task ShowsAsync(SalesforceStage stage, string subject, TimeSpan within, string email = "p0001@people.example") =>
        UntilAsync(async () => (await stage.HelloAsync(email)).Text("subject") == subject, within);

    private static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < (within ?? TimeSpan.FromSeconds(10)), "It did not come in time.");
            await Task.Delay(10);
        }
    }
}
