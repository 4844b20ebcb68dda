using System.Net;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>An exchange with the ESP that breaks at any byte: never twice, and never told as sent when nobody knows.</summary>
public sealed class BreakTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("[[renderer:letter#hero]]")]
    public async Task A_reset_at_every_byte_sends_nothing_twice(string html)
    {
        await using var esp = new BreakingEsp();
        await using var host = await EspHost.StartAsync();
        await using var stage = await host.StageAsync(node: new() { ["!ESP_URL"] = esp.Url }, baseUrl: "${env:ESP_URL}");
        var json = Mailing.To([1], html, "x").ToJsonString();
        (await stage.Node.SendAsync(json, ("Idempotency-Key", "measure-0000"))).Dispose();
        Assert.Single(esp.Outbox);
        var length = esp.Length;
        Assert.InRange(length, 300, 3000);
        for (var cut = 0; cut < length; cut += 3)
        {
            var key = $"measure-{cut + 1:0000}";
            esp.BreaksAfter = cut;
            using var first = await stage.Node.SendAsync(json, ("Idempotency-Key", key));
            esp.BreaksAfter = null;
            var taken = esp.Outbox.Count(one => one == key);
            using var second = await stage.Node.SendAsync(json, ("Idempotency-Key", key));

            // What the ESP may have had whole stays unknown, though it may not have read it.
            Assert.True(
                first.StatusCode switch
                {
                    HttpStatusCode.Accepted => taken == 1 && second.StatusCode == HttpStatusCode.Accepted,
                    HttpStatusCode.BadGateway => taken == 0 && second.StatusCode == HttpStatusCode.Accepted,
                    _ => first.StatusCode == HttpStatusCode.Conflict && second.StatusCode == HttpStatusCode.Conflict,
                },
                $"cut at {cut}: {first.StatusCode}, then {second.StatusCode}, taken {taken}");
            Assert.Equal(first.StatusCode == HttpStatusCode.Conflict ? taken : 1, esp.Outbox.Count(one => one == key));
        }
    }
}
