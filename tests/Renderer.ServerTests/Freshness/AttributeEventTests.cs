using System.Net.Http.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>A change of what no template reads costs nothing: no value is held as stale, and the CRM is not asked.</summary>
public sealed class AttributeEventTests
{
    private const int Events = 1000;
    private const int EventsAtOnce = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thousand_events_of_attributes_that_nobody_reads_purge_nothing(bool withRedis)
    {
        await using var redis = withRedis ? await RedisServer.StartAsync() : null;
        await using var stage = await Stage.StartAsync(node: redis is null ? null : new() { ["Redis"] = redis.ConnectionString });
        await HelloAsync(stage, "Hello Ann");
        await stage.Sandbox.ForgetCallsAsync();
        var before = await CountAsync(stage, "read=\"false\"");

        // Each an event of its own, all of one person, each of another attribute.
        for (var first = 0; first < Events; first += EventsAtOnce)
        {
            var changed = Enumerable.Range(first, EventsAtOnce).ToDictionary(i => $"nobody_reads_{i}", i => $"value {i}");
            Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", changed));
        }

        // The sandbox tells of them behind its answers.
        await Eventually.TrueAsync(async () => await CountAsync(stage, "read=\"false\"") >= before + Events);
        await HelloAsync(stage, "Hello Ann");
        Assert.Equal(0, await stage.Sandbox.CallsAsync());

        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" }));
        await HelloAsync(stage, "Hello Zoe");
        Assert.Equal(1, await stage.Sandbox.CallsAsync());
    }

    [Fact]
    public async Task An_attribute_can_be_expired_alone_for_some_people_and_for_all()
    {
        await using var stage = await Stage.StartAsync();
        await HelloAsync(stage, "Hello Ann");
        await stage.Sandbox.ForgetCallsAsync();
        foreach (var (change, calls) in new (object, int)[]
                 {
                     (new { ids = new[] { "p0001" }, attributes = new[] { "points" } }, 0),
                     (new { all = true, attributes = new[] { "points", "last_name" } }, 0),
                     (new { all = true, attributes = new[] { "tier" } }, 1),
                     (new { ids = new[] { "p0001" }, attributes = new[] { "points", "first_name" } }, 2),
                 })
        {
            using var answer = await stage.Node.Http.PostAsJsonAsync("/v1/profiles/expire", change);
            answer.EnsureSuccessStatusCode();
            await HelloAsync(stage, "Hello Ann");
            Assert.Equal(calls, await stage.Sandbox.CallsAsync());
        }
    }

    [Fact]
    public async Task The_metrics_say_what_reading_only_what_is_read_has_saved()
    {
        await using var stage = await Stage.StartAsync();
        var (asked, spared) = (await CountAsync(stage, "asked=\"true\""), await CountAsync(stage, "asked=\"false\""));
        await HelloAsync(stage, "Hello Ann");

        // Read: first_name, city and tier. Declared and spared: last_name and points. Other tests of this process count, too.
        // What was measured within 0.3 s of the last look is not shown yet.
        await Eventually.TrueAsync(async () => await CountAsync(stage, "asked=\"true\"") >= asked + 3);
        await Eventually.TrueAsync(async () => await CountAsync(stage, "asked=\"false\"") >= spared + 2);
    }

    private static async Task<double> CountAsync(Stage stage, string label)
    {
        var metrics = await stage.Node.Http.GetStringAsync("/metrics");
        return metrics.Split('\n')
            .Where(line => line.StartsWith("renderer_profiles_", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task HelloAsync(Stage stage, string subject)
    {
        var mail = await stage.Node.HelloAsync("p0001");
        Assert.Equal((subject, "live"), (mail.Text("subject"), mail.Text("outcome")));
    }
}
