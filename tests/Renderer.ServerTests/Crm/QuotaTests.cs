using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Crm;

/// <summary>What workspace.yaml says of a CRM's limits is kept.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task A_rate_is_never_exceeded_and_the_day_is_counted()
    {
        await using var stage = await QuotaStage.StartAsync(["rate: 10/s", "daily: 5000"], new() { ["RateLimit"] = "100" });
        for (var wave = 0; wave < 3; wave++)
        {
            var mails = await Task.WhenAll(Enumerable.Range(1, 900).Select(n => stage.Node.HelloAsync($"p{n:0000}")));
            Assert.All(mails, mail => Assert.Contains(mail.Text("outcome"), new[] { "live", "default" }));
        }

        Assert.Equal(0, await stage.Sandbox.RefusedAsync());
        using var ready = await stage.Node.Http.GetAsync("/health/ready");
        var quota = (await ready.JsonAsync()).GetProperty("quotas").EnumerateArray().Single();
        Assert.Equal(("default", "sandbox", 5000), (quota.Text("workspace"), quota.Text("connection"), quota.GetProperty("daily").GetInt32()));
        var calls = await stage.Sandbox.CallsAsync();
        Assert.InRange(quota.GetProperty("calls_today").GetInt32(), calls, calls + 3); // one that was given up before it arrived counts here
    }
}
