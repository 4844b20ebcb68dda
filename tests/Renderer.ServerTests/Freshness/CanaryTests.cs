using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using StackExchange.Redis;
using Xunit;
using RedisServer = Renderer.Tests.Infrastructure.RedisServer;

namespace Renderer.ServerTests.Freshness;

/// <summary>A person's e-mail, id and values, and a caller's key, are found in no log, trace, metric or Redis key or value.</summary>
public sealed class CanaryTests
{
    private const string Id = "canaryid7f3a";
    private const string Email = "canarymail7f3a@people.example";
    private const string Value = "CanaryValue7f3a";
    private const string Key = "CanaryKey7f3a";

    [Fact]
    public async Task No_sink_knows_the_canary()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        using var traces = new TraceSink(new Uri(stage.Sandbox.Url).Port);
        using var made = await stage.Sandbox.Http.PostAsJsonAsync("/sandbox/people", new { id = Id, email = Email, firstname = Value, tier = "gold", city = Value });
        made.EnsureSuccessStatusCode();
        foreach (var fault in new object[] { new { }, new { status = 503 }, new { truncate = true }, new { reset = true }, new { status = 401 } })
        {
            await stage.Sandbox.FaultAsync(fault);
            await EveryRouteAsync(stage);
        }

        var sinks = new StringBuilder();
        stage.Node.Logs.Lines.ToList().ForEach(line => sinks.AppendLine(line));
        traces.Lines.ForEach(line => sinks.AppendLine(line));
        sinks.AppendLine(await stage.Node.Http.GetStringAsync("/metrics"));
        sinks.AppendLine(await stage.Node.Http.GetStringAsync("/health/ready"));
        await DumpAsync(redis, sinks);
        Assert.Contains("renderer_messages", sinks.ToString(), StringComparison.Ordinal);
        Assert.True(traces.Lines.Count > 50, "traces must be there to be searched");
        foreach (var canary in new[] { Id, Email, "canarymail7f3a", Value, Key })
        {
            var at = sinks.ToString().IndexOf(canary, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"'{canary}' is in: {sinks.ToString()[Math.Max(0, at - 200)..Math.Min(sinks.Length, Math.Max(0, at) + 200)]}");
        }
    }

    private static async Task EveryRouteAsync(Stage stage)
    {
        var http = stage.Node.Http;
        foreach (var person in new object[] { new { id = Id }, new { email = Email } })
        {
            await http.PostAsJsonAsync("/v1/render/hello", new { recipient = person, message_id = Value, data = new { x = Value }, budget_ms = 200 });
            await http.PostAsJsonAsync("/v1/render/hello", new { recipient = person, profile = new { first_name = Value }, wrong = Value });
            await http.PostAsJsonAsync("/v1/preview", new { template = "hello", recipient = person });
            await http.PostAsJsonAsync("/v1/preview", new { template = new { html = "{{ profile." + Value + " " }, recipient = person });
            await http.PostAsync("/v1/render/hello/batch", new StringContent(System.Text.Json.JsonSerializer.Serialize(person) + "\n{" + Value, Encoding.UTF8, "application/x-ndjson"));
        }

        foreach (var path in new[]
        {
            $"/v1/render/hello?id={Id}", $"/v1/render/hello?email={Email}&data.x={Value}", $"/v1/render/hello?id={Id}&key={Key}", $"/v1/render/hello?id={Id}&sig={Key}",
            $"/v1/profiles/{Id}", $"/v1/profiles?email={Email}", $"/v1/{Value}?q={Email}", $"/v1/render/{Value}?id={Id}", $"/hooks/{Value}/{Id}",
        })
        {
            await http.GetAsync(path);
        }

        await http.PostTextAsync("/v1/render/hello", "{" + Value);
        await http.PostTextAsync("/hooks/default/sandbox", $"[{{\"objectId\":\"{Id}\"}}]");
        await http.PostAsJsonAsync("/v1/profiles/expire", new { ids = new[] { Id }, emails = new[] { Email } });
        using var wrongKey = stage.Node.Client(Key);
        await wrongKey.GetAsync($"/v1/render/hello?id={Id}");
        await stage.Sandbox.PatchAsync(Id, new { city = Value + "2" });
    }

    private static async Task DumpAsync(RedisServer redis, StringBuilder sinks)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        foreach (var key in connection.GetServers()[0].Keys())
        {
            sinks.AppendLine(key.ToString());
            if (await database.KeyTypeAsync(key) == RedisType.Hash)
            {
                foreach (var entry in await database.HashGetAllAsync(key))
                {
                    sinks.AppendLine(entry.Name.ToString()).AppendLine(Encoding.Latin1.GetString(entry.Value!));
                }
            }
            else if (await database.KeyTypeAsync(key) == RedisType.String)
            {
                sinks.AppendLine(Encoding.Latin1.GetString((await database.StringGetAsync(key))!));
            }
        }

        Assert.True(sinks.Length > 0, "Redis must hold something to be searched");
    }

    /// <summary>All that the node traces. The sandbox and this test's own client live in the same process and are left out.</summary>
    private sealed class TraceSink : IDisposable
    {
        private readonly ActivityListener listener;

        public TraceSink(int sandboxPort)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    var port = activity.GetTagItem("server.port")?.ToString();
                    var tags = string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
                    var ofSandbox = activity.Source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && port == $"{sandboxPort}";
                    var ofTest = activity.Source.Name == "System.Net.Http" && (port != $"{sandboxPort}" || tags.Contains("/sandbox/", StringComparison.Ordinal));
                    if (!ofSandbox && !ofTest)
                    {
                        var events = string.Join(' ', activity.Events.SelectMany(one => one.Tags).Select(tag => $"{tag.Key}={tag.Value}"));
                        lock (Lines)
                        {
                            Lines.Add($"{activity.Source.Name} {activity.DisplayName} {tags} {events} {activity.StatusDescription}");
                        }
                    }
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public List<string> Lines { get; } = [];

        public void Dispose() => listener.Dispose();
    }
}
