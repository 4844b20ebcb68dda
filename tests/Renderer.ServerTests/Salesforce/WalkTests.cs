using System.Security.Cryptography;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Salesforce;

/// <summary>From a connection to a mail, with tokens that end.</summary>
public sealed class WalkTests
{
    [Fact]
    public async Task A_mail_shows_the_person_by_every_name_one_by_one_and_in_bulk()
    {
        await using var stage = await SalesforceStage.StartAsync();
        foreach (var recipient in new object[] { new { email = "p0001@people.example" }, new { id = SalesforceStage.Ann }, new { id = SalesforceStage.Ann[..15] }, new { customer_number = "10000001" } })
        {
            var mail = await stage.Node.RenderAsync("hello", new { recipient, budget_ms = 5000 });

            Assert.Equal("Hello Ann", mail.Text("subject"));
            Assert.Contains("gold member with ", mail.Text("html"), StringComparison.Ordinal);
            Assert.Equal("fresh", mail.GetProperty("profile").Text("state"));
            Assert.Equal("salesforce", mail.GetProperty("profile").Text("source"));
        }
    }

    [Fact]
    public async Task Tokens_that_end_or_are_revoked_are_renewed_without_a_failed_mail()
    {
        await using var stage = await SalesforceStage.StartAsync(sandbox: new() { ["TokenSeconds"] = "1" });
        for (var i = 0; i < 4; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1.1));
            Assert.Equal("live", (await stage.HelloAsync($"p000{i + 1}@people.example")).Text("outcome"));
        }

        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
        Assert.Equal("fresh", (await stage.HelloAsync("p0007@people.example")).GetProperty("profile").Text("state"));
    }

    [Fact]
    public async Task Dead_credentials_are_said_and_make_no_storm()
    {
        await using var stage = await SalesforceStage.StartAsync(node: new() { ["!SANDBOX_CLIENT_SECRET"] = "wrong" });
        await stage.Sandbox.ForgetCallsAsync();

        var mails = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => stage.HelloAsync($"p{i:D4}@people.example", budgetMs: 800)));

        Assert.All(mails, mail => Assert.Equal("default", mail.Text("outcome")));
        Assert.All(mails, mail => Assert.Equal("crm_unauthorized", Reason(mail)));
        Assert.InRange(await stage.Sandbox.CallsAsync("/services/oauth2/token"), 1, 12);
        Assert.Equal(0, await stage.Sandbox.CallsAsync("/services/data"));
    }

    [Fact]
    public async Task A_spent_quota_is_said_and_not_asked_on()
    {
        await using var stage = await SalesforceStage.StartAsync(sandbox: new() { ["DailyLimit"] = "3" });
        JsonElement last = default;
        for (var i = 1; i <= 20; i++)
        {
            last = await stage.HelloAsync($"p{i:D4}@people.example");
        }

        Assert.Equal("crm_limited", Reason(last));
        Assert.InRange(await stage.Sandbox.CallsAsync("/services/data"), 3, 4);
    }

    [Fact]
    public async Task A_change_that_an_outbound_message_tells_shows_in_the_next_mail_every_time()
    {
        await using var stage = await SalesforceStage.StartAsync();
        await stage.HelloAsync();
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(200, await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Ann{round}" }));

            var mail = await stage.HelloAsync();

            Assert.Equal(($"Hello Ann{round}", "live"), (mail.Text("subject"), mail.Text("outcome")));
        }
    }

    [Fact]
    public async Task An_address_that_somebody_just_got_is_found_at_once()
    {
        await using var stage = await SalesforceStage.StartAsync();
        Assert.Equal("missing", (await stage.HelloAsync("zoe@people.example")).GetProperty("profile").Text("state"));

        Assert.Equal(200, await stage.Sandbox.PatchAsync("p0001", new { email = "zoe@people.example" }));

        Assert.Equal("Hello Ann", (await stage.HelloAsync("zoe@people.example")).Text("subject"));
        Assert.Equal("missing", (await stage.HelloAsync("p0001@people.example")).GetProperty("profile").Text("state"));
    }

    [Fact]
    public async Task A_message_without_the_secret_is_refused_and_tried_again()
    {
        await using var stage = await SalesforceStage.StartAsync(node: new() { ["!SANDBOX_HOOK_SECRET"] = "another" });

        Assert.Equal(401, await stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" }));
    }

    [Fact]
    public async Task An_assertion_of_the_registered_key_opens_the_org_as_a_secret_does()
    {
        using var key = RSA.Create(2048);
        await using var stage = await SalesforceStage.StartAsync(
            sandbox: new() { ["JwtKey"] = key.ExportSubjectPublicKeyInfoPem() },
            node: new() { ["!SALESFORCE_KEY"] = key.ExportPkcs8PrivateKeyPem() },
            change: text => text.Replace(
                "    client_secret: ${env:SANDBOX_CLIENT_SECRET}",
                "    auth: { type: jwt_bearer, subject: renderer@sandbox.example, private_key: \"${env:SALESFORCE_KEY}\" }",
                StringComparison.Ordinal));

        Assert.Equal("Hello Ann", (await stage.HelloAsync()).Text("subject"));
    }

    private static string? Reason(JsonElement mail) => mail.GetProperty("decisions")[0].Text("reason");
}
