using System.Net;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Connections;

/// <summary><c>POST /v1/connections/{name}/test</c>.</summary>
public sealed class ConnectionTestTests
{
    [Fact]
    public async Task A_good_connection_says_what_it_is_and_how_fast()
    {
        await using var stage = await Stage.StartAsync();

        var report = await TestAsync(stage.Node);

        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal(("sandbox", "hubspot"), (report.Text("connection"), report.Text("type")));
        var token = report.GetProperty("token");
        Assert.Equal("client_credentials", token.Text("way"));
        Assert.InRange(token.GetProperty("ends_in_s").GetDouble(), 60, 120);
        Assert.InRange(report.GetProperty("attributes").GetProperty("count").GetInt32(), 10, 500);
        Assert.Equal(["token", "read", "describe"], report.GetProperty("latency_ms").EnumerateObject().Select(step => step.Name));
        Assert.DoesNotContain("eyJ", report.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox-secret", report.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_templates_read_and_the_CRM_lacks_is_named()
    {
        var workspace = Consents.Workspace("");
        var body = Path.Combine(workspace, "hello", "body.html");
        File.WriteAllText(body, File.ReadAllText(body) + "<p>{{ profile.shoe_size }} {{ profile.first_name }}</p>");
        await using var stage = await Stage.StartAsync(workspace);

        var attributes = (await TestAsync(stage.Node)).GetProperty("attributes");

        var missing = attributes.GetProperty("missing").EnumerateArray().Select(name => name.GetString()).ToList();
        Assert.Contains("shoe_size", missing);
        Assert.DoesNotContain("first_name", missing);
        Assert.DoesNotContain("points", missing);
        Assert.Contains("workspace.yaml", attributes.Text("detail"), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Failing => new()
    {
        { """{"token_status":401}""", "token", "client_id and client_secret" },
        { """{"token_status":503}""", "token", "token_url" },
        { """{"token_status":429}""", "token", "too often" },
        { """{"status":401}""", "read", "base_url and token_url" },
        { """{"status":403}""", "read", "scope" },
        { """{"status":503}""", "read", "base_url" },
        { """{"status":429,"retry_after":1}""", "read", "concurrency" },
        { """{"hang":true}""", "read", "attempt_timeout" },
    };

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_step_that_fails_says_what_to_do(string fault, string step, string advice)
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.FaultAsync(JsonSerializer.Deserialize<JsonElement>(fault));

        using var answer = await stage.Node.Http.PostAsync("/v1/connections/sandbox/test", null);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadGateway, "connection_failed");
        Assert.Equal(step, problem.GetProperty("test").Text("step"));
        Assert.Contains(advice, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_is_asked_at_once_and_mended()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.FaultAsync(new object[] { new { revoke_tokens = true }, new { token_status = 401 } });
        for (var i = 1; i < 20; i++)
        {
            Assert.Equal("default", await stage.Node.OutcomeAsync($"p{i:0000}"));
        }

        Assert.Equal(1, await stage.Sandbox.CallsAsync("/oauth/v1/token"));
        Assert.Equal("invalid_client", Assert.Single((await stage.Node.HealthAsync()).GetProperty("connections").EnumerateArray()).Text("error"));
        await stage.Sandbox.HealAsync();
        await Task.Delay(1100);
        Assert.Equal("default", await stage.Node.OutcomeAsync("p0100")); // nobody has said that it is mended

        await TestAsync(stage.Node);

        Assert.Equal("live", await stage.Node.OutcomeAsync("p0101"));
        Assert.Equal(2, await stage.Sandbox.CallsAsync("/oauth/v1/token"));
    }

    [Fact]
    public async Task Without_consent_the_test_leads_to_it()
    {
        await using var stage = await Consents.StageAsync();

        using (var answer = await stage.Node.Http.PostAsync("/v1/connections/sandbox/test", null))
        {
            var problem = await answer.ProblemAsync(HttpStatusCode.BadGateway, "connection_failed");
            Assert.Equal("consent_needed", problem.GetProperty("test").Text("error"));
            Assert.Contains("POST /v1/connections/sandbox/authorize", problem.Text("detail"), StringComparison.Ordinal);
        }

        await stage.Node.ConsentAsync();
        Assert.Equal("authorization_code", (await TestAsync(stage.Node)).GetProperty("token").Text("way"));
    }

    [Fact]
    public async Task It_takes_an_operator_and_a_connection_that_there_is()
    {
        await using var stage = await Stage.StartAsync();
        using var nobody = stage.Node.Client(null);

        await (await nobody.PostAsync("/v1/connections/sandbox/test", null)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await stage.Node.Http.PostAsync("/v1/connections/nowhere/test", null)).ProblemAsync(HttpStatusCode.NotFound, "connection_unknown");
    }

    private static async Task<JsonElement> TestAsync(RendererNode node)
    {
        using var answer = await node.Http.PostAsync("/v1/connections/sandbox/test", null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
