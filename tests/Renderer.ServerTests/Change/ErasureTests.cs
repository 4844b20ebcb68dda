using System.Net;
using System.Net.Http.Json;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Change;

/// <summary>Contract section 4: expire, read and erase a person.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task An_erased_person_is_never_shown_from_any_store_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        var other = await stage.AddNodeAsync(settings: new() { ["Redis"] = redis.ConnectionString, ["Ledger"] = Path.Combine(stage.Folder, "state-0", "ledger.db") });
        await stage.Node.HelloAsync("p0001");
        await other.RenderAsync("hello", new { recipient = new { email = "p0001@people.example" } });

        using var erased = await stage.Node.Http.DeleteAsync("/v1/profiles?email=p0001@people.example");
        var receipt = await erased.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.True(receipt.GetProperty("erased").GetProperty("identifiers").GetInt32() >= 2, "the id is erased with the e-mail");
        Assert.DoesNotContain("p0001", receipt.GetRawText(), StringComparison.Ordinal);

        await stage.Sandbox.FaultAsync(new { status = 503 });
        foreach (var node in stage.Nodes)
        {
            Assert.Equal("default", (await node.HelloAsync("p0001")).Text("outcome"));
            Assert.Equal("default", (await node.RenderAsync("hello", new { recipient = new { email = "p0001@people.example" } })).Text("outcome"));
            using var held = await node.Http.GetAsync("/v1/profiles/p0001");
            await held.ProblemAsync(HttpStatusCode.NotFound, "profile_unknown");
        }
    }

    [Fact]
    public async Task An_erasure_that_may_miss_somebody_is_not_said_to_be_one()
    {
        await using var stage = await Stage.StartAsync();
        await (await stage.Node.Http.DeleteAsync("/v1/profiles?email=p0001@people.example&email=p0002@people.example")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await stage.Node.Http.GetAsync("/v1/profiles?email=p0001@people.example&email=p0002@people.example")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");

        await stage.Sandbox.FaultAsync(new { status = 503 });
        using var unknown = await stage.Node.Http.DeleteAsync("/v1/profiles?email=p0001@people.example");
        await unknown.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(unknown.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await stage.Node.Http.DeleteAsync("/v1/profiles/p0001")).StatusCode);
    }

    [Fact]
    public async Task After_an_erasure_the_CRM_may_be_asked_but_nothing_is_stored()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        Assert.Equal(HttpStatusCode.OK, (await stage.Node.Http.DeleteAsync("/v1/profiles/p0001")).StatusCode);
        await stage.Sandbox.ForgetCallsAsync();
        Assert.Equal("Hello Ann", (await stage.Node.HelloAsync("p0001")).Text("subject"));
        Assert.Equal("Hello Ann", (await stage.Node.HelloAsync("p0001")).Text("subject"));
        Assert.Equal(2, await stage.Sandbox.CallsAsync());
        await (await stage.Node.Http.GetAsync("/v1/profiles/p0001")).ProblemAsync(HttpStatusCode.NotFound, "profile_unknown");
    }

    [Fact]
    public async Task Erased_stays_erased_over_a_rotation_of_the_keys_and_a_restart()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        Assert.Equal(HttpStatusCode.OK, (await stage.Node.Http.DeleteAsync("/v1/profiles/p0001")).StatusCode);
        using (var ring = Renderer.Links.KeyRing.Open(Path.Combine(stage.Folder, "secrets"), TimeProvider.System, create: false))
        {
            ring.Rotate();
        }

        var restarted = await stage.AddNodeAsync(settings: new() { ["Ledger"] = Path.Combine(stage.Folder, "state-0", "ledger.db") });
        foreach (var node in new[] { stage.Node, restarted })
        {
            await node.HelloAsync("p0001");
            await stage.Sandbox.FaultAsync(new { status = 503 });
            Assert.Equal("default", (await node.HelloAsync("p0001")).Text("outcome"));
            await stage.Sandbox.HealAsync();
            await Task.Delay(700);
        }
    }

    [Fact]
    public async Task What_is_held_of_a_person_can_be_read_with_source_and_age()
    {
        await using var stage = await Stage.StartAsync();
        await (await stage.Node.Http.GetAsync("/v1/profiles/p0001")).ProblemAsync(HttpStatusCode.NotFound, "profile_unknown");
        await stage.Node.HelloAsync("p0001");
        using var answer = await stage.Node.Http.GetAsync("/v1/profiles/p0001");
        var held = await answer.JsonAsync();
        Assert.Equal("fresh", held.Text("state"));
        var name = held.GetProperty("attributes").GetProperty("first_name");
        Assert.Equal(("Ann", "sandbox"), (name.Text("value"), name.Text("source")));
        Assert.True(name.GetProperty("age_ms").GetInt64() >= 0);

        using var audit = await stage.Node.Http.GetAsync("/v1/audit");
        Assert.Contains((await audit.JsonAsync()).GetProperty("rows").EnumerateArray(), row => row.Text("action") == "read" && row.Text("who") == "dev");
    }

    [Fact]
    public async Task Expire_says_how_many_and_a_bad_request_says_why()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        await stage.Sandbox.ForgetCallsAsync();
        using var two = await stage.Node.Http.PostAsJsonAsync("/v1/profiles/expire", new { ids = new[] { "p0001" }, emails = new[] { "p0002@people.example" } });
        Assert.Equal(2, (await two.JsonAsync()).GetProperty("expired").GetInt32());
        await stage.Node.HelloAsync("p0001");
        Assert.Equal(1, await stage.Sandbox.CallsAsync());
        using var all = await stage.Node.Http.PostAsJsonAsync("/v1/profiles/expire", new { all = true });
        Assert.Equal(-1, (await all.JsonAsync()).GetProperty("expired").GetInt32());
        await stage.Node.HelloAsync("p0001");
        Assert.Equal(2, await stage.Sandbox.CallsAsync());

        await (await stage.Node.Http.PostAsJsonAsync("/v1/profiles/expire", new { })).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await stage.Node.Http.PostAsJsonAsync("/v1/profiles/expire", new { id = "p0001" })).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
    }

    [Fact]
    public async Task A_hook_with_a_wrong_signature_changes_nothing()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        await stage.Sandbox.ForgetCallsAsync();
        using var nobody = stage.Node.Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/default/sandbox")
        {
            Content = JsonContent.Create(new[] { new { objectId = "p0001", subscriptionType = "contact.propertyChange", propertyName = "firstname", propertyValue = "X" } }),
        };
        request.Headers.Add("X-HubSpot-Signature-v3", "AAAA");
        request.Headers.Add("X-HubSpot-Request-Timestamp", DateTimeOffset.UnixEpoch.AddYears(56).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        await (await nobody.SendAsync(request)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await nobody.PostAsync("/hooks/default/nothing", null)).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        Assert.Equal(0, await stage.Sandbox.CallsAsync());
    }
}
