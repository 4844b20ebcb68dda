using System.Globalization;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>Two nodes on a Redis Cluster of three masters: whatever a script or a transaction touches must lie in one slot.</summary>
public sealed class RedisClusterTests
{
    private const int HighestPort = 55_000; // the cluster's own bus is 10,000 above

    [Fact]
    public async Task Changes_profiles_tokens_and_decisions_work_as_on_one_Redis()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-cluster-");
        var masters = new List<RedisServer>();
        try
        {
            while (masters.Count < 3)
            {
                var redis = await RedisServer.StartAsync();
                if (redis.Port >= HighestPort)
                {
                    await redis.DisposeAsync();
                    continue;
                }

                await redis.RestartAsync("--cluster-enabled", "yes", "--cluster-config-file", Path.Combine(folder.FullName, $"{redis.Port}.conf"));
                masters.Add(redis);
            }

            await GuardedProcess.RunAsync("redis-cli", ["--cluster", "create", .. masters.Select(master => master.ConnectionString), "--cluster-yes"]);
            await WalkAsync(string.Join(',', masters.Select(master => master.ConnectionString)));
        }
        finally
        {
            foreach (var master in masters)
            {
                await master.DisposeAsync();
            }

            folder.Delete(recursive: true);
        }
    }

    private static async Task WalkAsync(string redis)
    {
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis });
        var other = await stage.AddNodeAsync(settings: new() { ["Redis"] = redis });
        await Eventually.TrueAsync(async () => (await ReadyAsync(stage.Node)).Text("redis") == "connected" && (await ReadyAsync(other)).Text("redis") == "connected");

        var lines = new StringBuilder();
        for (var n = 1; n <= 200; n++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$"""{"id":"p{{n:0000}}"}""").Append('\n');
        }

        using (var batch = await stage.Node.Http.PostTextAsync("/v1/render/hello/batch?budget_ms=10000", lines.ToString(), "application/x-ndjson"))
        {
            Assert.Equal(200, (await batch.Content.ReadAsStringAsync()).Split("\"outcome\":\"live\",\"skip_reason\"").Length - 1);
        }

        // The other node finds all of them in the cluster.
        await stage.Sandbox.ForgetCallsAsync();
        for (var n = 1; n <= 200; n += 20)
        {
            Assert.Equal("live", (await other.HelloAsync($"p{n:0000}")).Text("outcome"));
        }

        Assert.Equal(0, await stage.Sandbox.CallsAsync(string.Empty));
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(204, await stage.Sandbox.PatchAsync($"p{round + 1:0000}", new { firstname = $"Ann{round}" }));
            await Eventually.TrueAsync(async () => (await other.HelloAsync($"p{round + 1:0000}")).Text("subject") == $"Hello Ann{round}", TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<System.Text.Json.JsonElement> ReadyAsync(RendererNode node) =>
        System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(await node.Http.GetStringAsync("/health/ready"));
}
