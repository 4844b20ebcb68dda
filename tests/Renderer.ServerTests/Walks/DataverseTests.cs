using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Walks;

/// <summary>From a workspace that names Dataverse to a rendered mail, with the sandbox in its clothes.</summary>
public sealed class DataverseTests
{
    private const string P0001 = "00000000-0000-4000-8001-000000000001";
    private const int Patient = 10_000; // a busy machine is no fault
    private const string Rows = "/api/data/";

    private static readonly Dictionary<string, string> Hooks = new()
    {
        ["HookUrl"] = "",
        ["DataverseHookUrl"] = "{node}/hooks/default/crm",
    };

    [Fact]
    public async Task A_mail_shows_the_person_whoever_it_is_asked_for_by()
    {
        await using var stage = await StartAsync();
        foreach (var recipient in (object[])[new { id = P0001 }, new { email = "P0001@people.example" }, new { customer_number = "10000001" }])
        {
            var mail = await stage.Node.RenderAsync("hello", new { recipient, budget_ms = Patient });

            Assert.Equal("fresh", mail.GetProperty("profile").Text("state"));
            Assert.Equal("crm", mail.GetProperty("profile").Text("source"));
            Assert.Equal("live", mail.Text("outcome"));
            Assert.Equal("Hello Ann", mail.Text("subject"));
            Assert.Contains("Ann of Berlin, Gold, ", mail.Text("html"), StringComparison.Ordinal);
        }

        var person = await stage.Sandbox.PersonAsync("p0001");
        var html = (await stage.Node.RenderAsync("hello", new { recipient = new { id = P0001 }, budget_ms = Patient })).Text("html")!;
        Assert.Contains($"{person.Text("points")} points", html, StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(person.Text("store")!), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_there_gets_the_defaults()
    {
        await using var stage = await StartAsync();
        var mail = await stage.Node.RenderAsync("hello", new { recipient = new { email = "nobody@people.example" }, budget_ms = Patient });

        Assert.Equal(("missing", "Hello friend"), (mail.GetProperty("profile").Text("state"), mail.Text("subject")));
    }

    [Fact]
    public async Task A_change_at_Dataverse_shows_in_the_next_mail_every_time()
    {
        await using var stage = await StartAsync();
        await SubjectAsync(stage);
        for (var round = 0; round < 25; round++)
        {
            Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Zoe{round}" }));
            Assert.Equal(("Hello Zoe" + round, "fresh"), await SubjectAsync(stage));
        }
    }

    [Fact]
    public async Task A_new_address_is_the_persons_and_the_old_one_nobodys()
    {
        await using var stage = await StartAsync();
        Assert.Equal("Hello Ann", await ByEmailAsync("p0001@people.example"));
        Assert.Equal("Hello friend", await ByEmailAsync("ann@people.example"));

        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { email = "ann@people.example" }));

        Assert.Equal("Hello Ann", await ByEmailAsync("ann@people.example"));
        Assert.Equal("Hello friend", await ByEmailAsync("p0001@people.example"));

        async Task<string?> ByEmailAsync(string email) => (await stage.Node.RenderAsync("hello", new { recipient = new { email }, budget_ms = Patient })).Text("subject");
    }

    [Fact]
    public async Task A_batch_of_a_hundred_is_one_call()
    {
        await using var stage = await StartAsync();
        var lines = string.Concat(Enumerable.Range(1, 100).Select(n => $$"""{"id":"00000000-0000-4000-8001-{{n:D12}}"}""" + "\n"));

        using var answer = await stage.Node.Http.PostTextAsync("/v1/render/hello/batch?budget_ms=10000", lines, "application/x-ndjson");
        var mails = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();

        Assert.Equal(100, mails.Count);
        Assert.All(mails, mail => Assert.Equal("live", mail.Text("outcome")));
        Assert.Equal(1, await stage.Sandbox.CallsAsync(Rows));
    }

    [Fact]
    public async Task A_token_that_expires_or_is_revoked_is_renewed_and_nobody_notices()
    {
        await using var stage = await StartAsync(new() { ["TokenSeconds"] = "1" });
        for (var round = 0; round < 4; round++)
        {
            Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Zoe{round}" }));
            if (round % 2 == 0)
            {
                await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
            }

            await Task.Delay(600);
            Assert.Equal(($"Hello Zoe{round}", "fresh"), await SubjectAsync(stage));
        }
    }

    [Fact]
    public async Task A_wrong_secret_is_said_and_makes_no_storm()
    {
        await using var stage = await StartAsync(node: new() { ["!DATAVERSE_SECRET"] = "wrong" });
        var mails = await Task.WhenAll(Enumerable.Range(1, 200).Select(n => stage.Node.RenderAsync(
            "hello", new { recipient = new { email = $"p{n:D4}@people.example" } })));

        Assert.All(mails, mail => Assert.Equal("unavailable", mail.GetProperty("profile").Text("state")));
        Assert.Contains(mails, mail => mail.GetRawText().Contains("friend", StringComparison.Ordinal));
        Assert.Equal(0, await stage.Sandbox.CallsAsync(Rows));
        Assert.InRange(await stage.Sandbox.CallsAsync("/oauth2/"), 1, 20);
        Assert.Contains(stage.Node.Logs.Lines, line => line.Contains("(invalid_client)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hook_with_another_key_is_refused()
    {
        await using var stage = await StartAsync();
        using var answer = await stage.Node.Http.PostAsJsonAsync("/hooks/default/crm?code=wrong", new { MessageName = "Update" });
        Assert.Equal(401, (int)answer.StatusCode);
    }

    private static Task<Stage> StartAsync(Dictionary<string, string>? sandbox = null, Dictionary<string, string>? node = null) =>
        Stage.StartAsync(Repository.Workspace("dataverse"), node, new(Hooks.Concat(sandbox ?? [])));

    private static async Task<(string? Subject, string? State)> SubjectAsync(Stage stage)
    {
        var mail = await stage.Node.RenderAsync("hello", new { recipient = new { id = P0001 }, budget_ms = Patient });
        return (mail.Text("subject"), mail.GetProperty("profile").Text("state"));
    }
}
