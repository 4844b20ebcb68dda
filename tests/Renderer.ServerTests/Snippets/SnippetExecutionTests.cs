using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>The tags as the server says them, run by the ESPs' engines or their nearest kin, with real calls to a running server.</summary>
public sealed class SnippetExecutionTests(PullStage pull) : IClassFixture<PullStage>
{
    /// <summary>Engine, ESP, parts that it can fill.</summary>
    public static TheoryData<string, string, string[]> Asking { get; } = new()
    {
        { "braze", "braze", ["html", "text", "subject", "amp"] },
        { "brazejs", "braze", ["html", "text", "subject", "amp"] },
        { "ampscript", "sfmc", ["html", "text", "subject"] },
        { "iterable", "iterable", ["html", "text", "subject", "amp"] },
        { "customer_io", "customer_io", ["html", "text", "subject", "amp"] },
        { "adobe_journey_optimizer", "adobe_journey_optimizer", ["html", "text", "subject"] },
        { "onesignal", "onesignal", ["html", "subject"] },
        { "brevo", "brevo", ["html", "subject"] },
        { "airship", "airship", ["html", "text", "subject"] },
        { "marketo", "marketo", ["html", "text"] },
    };

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task Each_part_is_what_the_server_renders_for_that_person_byte_for_byte(string engine, string esp, string[] parts)
    {
        foreach (var (by, id) in new[] { ("id", "p0001"), ("email", "p0002") })
        {
            var tags = await pull.TagsAsync(esp, $"&by={by}");
            var answer = await Engines.RunOneAsync(Job(engine, esp, id, tags, parts));
            Assert.Equal(parts.Order(StringComparer.Ordinal), answer.Parts.Keys.Order(StringComparer.Ordinal));
            foreach (var part in parts)
            {
                var direct = await pull.Node.Http.GetStringAsync($"/v1/render/offer?id={id}&part={part}");
                // Journey Optimizer has no comments of its own, so the one of its tag stands in the mail.
                Assert.Equal(direct.Trim(), answer[part].Replace($"<!-- {tags.Json.Text("trap")} -->", "", StringComparison.Ordinal).Trim());
            }

            Assert.NotEmpty(answer.Calls);
            Assert.All(answer.Calls, call => Assert.Equal(200, call.Status));
        }
    }

    [Fact]
    public async Task SSJS_sends_the_key_as_a_header_and_writes_the_mail()
    {
        var tags = await pull.TagsAsync("sfmc");
        var ssjs = new Dictionary<string, string> { ["html"] = tags.Find("html", "ssjs")! };
        var answer = await Engines.RunOneAsync(new EngineJob("ssjs", ssjs, EspPeople.Of("sfmc", "p0001")) { Keys = Keys });
        Assert.Equal((await pull.Node.Http.GetStringAsync("/v1/render/offer?id=p0001")).Trim(), answer["html"]);
        Assert.DoesNotContain(pull.PullKey, answer.Calls[0].Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("braze", "braze")]
    [InlineData("brazejs", "braze")]
    [InlineData("ampscript", "sfmc")]
    public async Task A_block_of_its_own_stands_in_a_mail_that_the_ESP_keeps(string engine, string esp)
    {
        var block = new Dictionary<string, string> { ["html"] = "<td>" + (await pull.TagsAsync(esp)).Find("block", name: "top") + "</td>" };
        var answer = await Engines.RunOneAsync(new EngineJob(engine, block, EspPeople.Of(esp, "p0001")) { Keys = Keys });
        Assert.Equal("<td>" + await pull.Node.Http.GetStringAsync("/v1/render/offer?id=p0001&block=top") + "</td>", answer["html"]);
    }

    [Theory]
    [InlineData("braze", "braze", "Renderer skips this person")]
    [InlineData("ampscript", "sfmc", "empty content skips the subscriber")]
    [InlineData("ssjs", "sfmc", "empty content skips the subscriber")]
    [InlineData("iterable", "iterable", "renderer")]
    [InlineData("adobe_journey_optimizer", "adobe_journey_optimizer", "ExternalDataLookupExclusion")]
    [InlineData("onesignal", "onesignal", "the feed failed, the message is not sent")]
    [InlineData("brevo", "brevo", "the feed failed, the contact is left out")]
    public async Task Who_is_to_be_skipped_gets_no_mail(string engine, string esp, string said)
    {
        await pull.Stage.Sandbox.PatchAsync("p0009", new { city = "Nowhere" });
        var tags = await pull.TagsAsync(esp);
        string[] kinds = engine == "iterable" ? ["skip", "html"] : ["html"];
        var job = Job(engine, esp, "p0009", tags, kinds);
        var answer = await Engines.RunOneAsync(engine == "ssjs" ? job with { Tags = new Dictionary<string, string> { ["html"] = tags.Find("html", "ssjs")! } } : job);
        Assert.Null(answer.Error);
        Assert.Equal(said, answer.Aborted);
    }

    [Theory]
    [InlineData("braze", "braze")]
    [InlineData("ampscript", "sfmc")]
    public async Task A_tag_for_skipping_alone_ends_the_message_and_prints_nothing_else(string engine, string esp)
    {
        await pull.Stage.Sandbox.PatchAsync("p0009", new { city = "Nowhere" });
        var tags = (await pull.TagsAsync(esp)).Of("skip");
        Assert.NotNull((await Engines.RunOneAsync(new EngineJob(engine, tags, EspPeople.Of(esp, "p0009")) { Keys = Keys })).Aborted);
        Assert.Equal("", (await Engines.RunOneAsync(new EngineJob(engine, tags, EspPeople.Of(esp, "p0001")) { Keys = Keys }))["skip"]);
    }

    [Theory]
    [InlineData("customer_io", "skipped")]
    [InlineData("marketo", "skipped")]
    public async Task Where_a_step_before_the_email_asks_it_is_told_and_nothing_fails(string esp, string outcome)
    {
        await pull.Stage.Sandbox.PatchAsync("p0009", new { city = "Nowhere" });
        var tags = await pull.TagsAsync(esp);
        var answer = await Engines.RunOneAsync(Job(esp, esp, "p0009", tags, "skip", "html"));
        Assert.Equal((outcome, ""), (answer["skip"], answer["html"]));
    }

    [Fact]
    public async Task A_CRM_that_is_down_costs_freshness_and_no_mail()
    {
        await using var stage = await Stage.StartAsync(Repository.Workspace("pull"));
        await stage.Sandbox.FaultAsync(new { hang = true });
        var key = await PullStage.KeyAsync(stage.Node);
        var tags = (await pull.TagsAsync("braze")).Of("html", "subject");
        var own = tags.ToDictionary(tag => tag.Key, tag => tag.Value.Replace(pull.Node.Url, stage.Node.Url, StringComparison.Ordinal));
        var answer = await Engines.RunOneAsync(new EngineJob("braze", own, EspPeople.Of("braze", "p0001")) { Keys = KeysOf(key) });
        Assert.Contains("Hello friend", answer["html"], StringComparison.Ordinal);
        Assert.Equal("Hello friend & co", answer["subject"]);
    }

    [Fact]
    public async Task A_wrong_key_ends_every_message_and_sends_no_blank_one()
    {
        foreach (var (engine, esp) in new[] { ("braze", "braze"), ("ampscript", "sfmc"), ("iterable", "iterable"), ("onesignal", "onesignal"), ("brevo", "brevo") })
        {
            var tags = await pull.TagsAsync(esp);
            var answer = await Engines.RunOneAsync(Job(engine, esp, "p0001", tags, "html") with { Keys = KeysOf("wrong") });
            Assert.True(answer.Aborted is not null, $"{esp}: {answer.Error}{string.Concat(answer.Parts.Values)}");
        }
    }

    private JsonNode Keys => KeysOf(pull.PullKey);

    private static JsonObject KeysOf(string key) => new() { ["key"] = key, ["renderer"] = new JsonObject { ["username"] = "renderer", ["password"] = key } };

    private EngineJob Job(string engine, string esp, string id, EspTags tags, params string[] parts) =>
        new(engine, tags.Of(parts), EspPeople.Of(esp, id)) { Feeds = tags.Feeds, Keys = Keys };
}
