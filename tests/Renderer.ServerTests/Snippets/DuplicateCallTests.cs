using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>An ESP renders each part by itself, and some again to validate it: one message still costs one decision and one look at the CRM.</summary>
public sealed class DuplicateCallTests(PullStage pull) : IClassFixture<PullStage>
{
    private static readonly string[] Parts = ["html", "text", "subject", "amp", "skip"];

    [Fact]
    public async Task Braze_that_renders_each_part_twice_costs_one_read_and_one_decision()
    {
        await pull.Stage.Sandbox.ForgetCallsAsync();
        await WrittenAsync();
        var before = await DecisionsAsync(pull.Stage);
        var tags = await pull.TagsAsync("braze");
        var each = Parts.Concat(Parts).Select(part => Braze(tags.Of(part), "p0401"));
        var answers = await Engines.RunAsync(each);

        Assert.Equal(10, answers.Sum(answer => answer.Calls.Count));
        Assert.All(answers, answer => Assert.Null(answer.Aborted ?? answer.Error));
        Assert.Equal(1, await pull.Stage.Sandbox.CallsAsync());
        await WrittenAsync();
        Assert.Equal(1, await DecisionsAsync(pull.Stage) - before);
    }

    [Fact]
    public async Task The_parts_of_one_message_share_one_call_where_Braze_keeps_answers_and_nobody_gets_another_s()
    {
        var tags = (await pull.TagsAsync("braze")).Of(Parts);
        var answers = await Engines.RunAsync(Braze(tags, "p0402"), Braze(tags, "p0403") with { Keep = true }, Braze(tags, "p0402") with { Keep = true });
        Assert.Equal([1, 1, 0], answers.Select(answer => answer.Calls.Count));
        Assert.NotEqual(answers[0]["subject"], answers[1]["subject"]);
        Assert.Equal(answers[0].Parts, answers[2].Parts);
    }

    [Fact]
    public async Task At_once_and_over_two_nodes_they_cost_one_read_and_one_decision()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(Repository.Workspace("pull"), new() { ["Redis"] = redis.ConnectionString });
        await stage.AddNodeAsync(workspace: Repository.Workspace("pull"), settings: new()
        {
            ["Redis"] = redis.ConnectionString,
            ["Ledger"] = Path.Combine(stage.Folder, "state-0", "ledger.db"),
        });
        await stage.Sandbox.ForgetCallsAsync();

        string[] parts = ["format=json", "format=flat", "part=html", "part=text", "part=subject", "part=amp", "block=top"];
        var mails = await Task.WhenAll(Enumerable.Range(0, 28).Select(n =>
            stage.Nodes[n % 2].Http.GetStringAsync($"/v1/render/offer?id=p0001&message_id=d-1&budget_ms=5000&{parts[n / 2 % parts.Length]}")));
        Assert.DoesNotContain(mails, mail => mail.Contains("friend", StringComparison.Ordinal));
        Assert.Equal(1, await stage.Sandbox.CallsAsync());
        await WrittenAsync();
        Assert.Equal(1, await DecisionsAsync(stage));
    }

    [Fact]
    public async Task A_part_that_is_asked_for_later_agrees_with_those_before_whatever_the_CRM_says_by_then()
    {
        var tags = await pull.TagsAsync("braze");
        await pull.Stage.Sandbox.PatchAsync("p0404", new { tier = "gold" });
        var first = await Engines.RunOneAsync(Braze(tags.Of("html"), "p0404"));
        Assert.Contains("VIP gold", first["html"], StringComparison.Ordinal);
        await pull.Stage.Sandbox.PatchAsync("p0404", new { tier = "bronze" });
        var text = await Engines.RunOneAsync(Braze(tags.Of("text"), "p0404"));
        Assert.Contains("VIP bronze", text["text"], StringComparison.Ordinal);
    }

    private EngineJob Braze(IReadOnlyDictionary<string, string> tags, string id) => new("braze", tags, EspPeople.Of("braze", id))
    {
        Keys = new JsonObject { ["renderer"] = new JsonObject { ["username"] = "renderer", ["password"] = pull.PullKey } },
    };

    // Decisions are written behind the requests, within a second where the machine has time.
    private static Task WrittenAsync() => Task.Delay(TimeSpan.FromSeconds(3));

    private static async Task<long> DecisionsAsync(Stage stage)
    {
        await using var ledger = new SqliteConnection($"Data Source={Path.Combine(stage.Folder, "state-0", "ledger.db")};Mode=ReadOnly");
        await ledger.OpenAsync();
        await using var command = ledger.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM decision";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
