using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>Many at once ask the CRM once.</summary>
public sealed class StampedeTests
{
    [Fact]
    public async Task Five_hundred_renders_of_one_uncached_person_make_one_read()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0002");
        await stage.Sandbox.ForgetCallsAsync();

        var mails = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => stage.Node.HelloAsync("p0001", budgetMs: 10_000)));

        Assert.All(mails, mail => Assert.Equal(("live", "Hello Ann"), (mail.Text("outcome"), mail.Text("subject"))));
        Assert.Equal(1, await stage.Sandbox.CallsAsync());
    }

    [Fact]
    public async Task A_thousand_renders_after_the_token_ended_make_one_token_request()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
        await stage.Sandbox.HealAsync();
        await stage.Sandbox.ForgetCallsAsync();

        var ids = Enumerable.Range(0, 1000).Select(n => $"p{n + 1:0000}").Where(id => id != "p0001").Append("p0001").ToArray();
        var mails = await Task.WhenAll(ids.Select(id => stage.Node.HelloAsync(id, budgetMs: 10_000)));

        Assert.All(mails, mail => Assert.Equal("live", mail.Text("outcome")));
        Assert.Equal(1, await stage.Sandbox.CallsAsync("/oauth/"));
        foreach (var (id, mail) in ids.Zip(mails).Take(100))
        {
            var person = await stage.Sandbox.PersonAsync(id);
            var name = person.TryGetProperty("firstname", out var first) && first.GetString() is { Length: > 0 } given ? given : "friend";
            Assert.Equal("Hello " + new string([.. name.Where(c => !char.IsControl(c))]), mail.Text("subject"));
        }
    }
}
