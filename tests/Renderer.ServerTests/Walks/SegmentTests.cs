using System.Globalization;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Walks;

/// <summary>From a workspace that names Segment to a rendered mail, with the sandbox in its clothes.</summary>
public sealed class SegmentTests
{
    private const int Patient = 10_000; // a busy machine is no fault
    private const string Profiles = "/v1/spaces/";

    [Fact]
    public async Task A_mail_shows_the_person_whoever_it_is_asked_for_by()
    {
        await using var stage = await StartAsync();
        var person = await stage.Sandbox.PersonAsync("p0001");
        var points = int.Parse(person.Text("points")!, CultureInfo.InvariantCulture);
        foreach (var recipient in (object[])
            [new { id = "p0001" }, new { email = "P0001@people.example" }, new { customer_number = "10000001" }, new { device = "anon-p0001" }])
        {
            var mail = await stage.Node.RenderAsync("hello", new { recipient, budget_ms = Patient });

            Assert.Equal("fresh", mail.GetProperty("profile").Text("state"));
            Assert.Equal("crm", mail.GetProperty("profile").Text("source"));
            Assert.Equal("live", mail.Text("outcome"));
            Assert.Equal("Hello Ann", mail.Text("subject"));
            Assert.Contains($"Ann of Berlin, gold, {points + 1} points, likes tea, ", mail.Text("html"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_is_not_there_gets_the_defaults()
    {
        await using var stage = await StartAsync();
        var mail = await stage.Node.RenderAsync("hello", new { recipient = new { id = "nobody" }, budget_ms = Patient });

        Assert.Equal(("missing", "Hello friend"), (mail.GetProperty("profile").Text("state"), mail.Text("subject")));
    }

    [Fact]
    public async Task A_change_at_Segment_shows_in_the_next_mail_every_time_also_by_address()
    {
        await using var stage = await StartAsync();
        await ShownAsync(stage, new { id = "p0001" });
        await ShownAsync(stage, new { email = "p0001@people.example" });
        for (var round = 0; round < 25; round++)
        {
            Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = $"Zoe{round}" }));
            Assert.Equal(($"Hello Zoe{round}", "fresh"), await ShownAsync(stage, new { id = "p0001" }));
            Assert.Equal(($"Hello Zoe{round}", "fresh"), await ShownAsync(stage, new { email = "p0001@people.example" }));
        }
    }

    [Fact]
    public async Task A_hundred_are_read_one_by_one_within_the_places_and_the_limit()
    {
        await using var stage = await StartAsync();
        var lines = string.Concat(Enumerable.Range(1, 100).Select(n => $$"""{"id":"p{{n:D4}}"}""" + "\n"));

        using var answer = await stage.Node.Http.PostTextAsync("/v1/render/hello/batch?budget_ms=10000", lines, "application/x-ndjson");
        var mails = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();

        Assert.Equal(100, mails.Count);
        Assert.All(mails, mail => Assert.Equal("fresh", mail.GetProperty("profile").Text("state")));
        Assert.Equal(100, await stage.Sandbox.CallsAsync(Profiles));
    }

    [Fact]
    public async Task A_wrong_token_is_said_and_makes_no_storm()
    {
        await using var stage = await StartAsync(node: new() { ["!SEGMENT_TOKEN"] = "wrong" });
        var mails = await Task.WhenAll(Enumerable.Range(1, 200).Select(n => stage.Node.RenderAsync(
            "hello", new { recipient = new { id = $"p{n:D4}" } })));

        Assert.All(mails, mail => Assert.Equal("unavailable", mail.GetProperty("profile").Text("state")));
        Assert.InRange(await stage.Sandbox.CallsAsync(Profiles), 0, 80); // none where it was refused before the first mail
        Assert.Contains(stage.Node.Logs.Lines, line => line.Contains("refuses its token (401)", StringComparison.Ordinal));
    }

    private static Task<Stage> StartAsync(Dictionary<string, string>? node = null) => Stage.StartAsync(
        Repository.Workspace("segment"), node, new() { ["HookUrl"] = "", ["SegmentHookUrl"] = "{node}/hooks/default/crm" });

    private static async Task<(string? Subject, string? State)> ShownAsync(Stage stage, object recipient)
    {
        var mail = await stage.Node.RenderAsync("hello", new { recipient, budget_ms = Patient });
        return (mail.Text("subject"), mail.GetProperty("profile").Text("state"));
    }
}
