using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>Through us to an ESP that checks and merges as SendGrid does: what lies in its outbox.</summary>
public sealed class SandboxTests : IAsyncLifetime
{
    private EspHost host = null!;
    private Stage stage = null!;

    public async ValueTask InitializeAsync()
    {
        host = await EspHost.StartAsync();
        stage = await host.StageAsync(baseUrl: "${env:SANDBOX_URL}", node: new() { ["!ESP_KEY"] = "SG.sandbox-secret" });
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("[[renderer:letter#who]]")]
    [InlineData("[[renderer:long]]")]
    public async Task Each_of_many_gets_their_own(string html)
    {
        using var answer = await stage.Node.SendAsync(Mailing.To(Enumerable.Range(1, 50), html).ToJsonString());
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var mails = (await stage.Sandbox.Http.GetFromJsonAsync<JsonElement>("/sandbox/outbox?limit=100")).GetProperty("mails").EnumerateArray().ToList();
        Assert.Equal(50, mails.Count);
        foreach (var mail in mails)
        {
            var to = mail.Text("to")!;
            Assert.Contains(to, mail.Text("html"), StringComparison.Ordinal);
            Assert.DoesNotContain("[[renderer.", mail.GetRawText(), StringComparison.Ordinal);
            var expected = await stage.Node.RenderAsync("letter", new { recipient = new { email = to } });
            Assert.Equal(expected.Text("subject"), mail.Text("subject"));
        }
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_mail_in_the_outbox_once()
    {
        await stage.Sandbox.FaultAsync(new { lose_answer = true, route = "/v3/mail" });
        var json = Mailing.To([1, 2]).ToJsonString();
        using var first = await stage.Node.SendAsync(json, ("Idempotency-Key", "k"));
        Assert.Contains("(delivery_unknown)", await first.ErrorAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        await stage.Sandbox.HealAsync();
        using var second = await stage.Node.SendAsync(json, ("Idempotency-Key", "k"));
        Assert.Contains("(delivery_unknown)", await second.ErrorAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(2, (await stage.Sandbox.Http.GetFromJsonAsync<JsonElement>("/sandbox/outbox")).GetProperty("total").GetInt32());
    }
}
