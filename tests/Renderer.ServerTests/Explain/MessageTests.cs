using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Explain;

/// <summary>Why this person saw what they saw, told from the record alone.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task The_rule_that_fired_is_told_with_the_values_it_read_their_age_and_where_they_come_from()
    {
        await using var stage = await Stage.StartAsync();
        var mail = await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, message_id = "bf-2026/p0001" });
        var told = await ToldAsync(stage.Node.Http, "bf-2026/p0001", "id=p0001");

        Assert.Equal("bf-2026/p0001", told.Text("message_id"));
        Assert.False(told.GetProperty("masked").GetBoolean());
        Assert.Equal((mail.Text("template"), mail.Text("version"), "live"), (told.Text("template"), told.Text("version"), told.Text("outcome")));
        Assert.Equal(("fresh", "sandbox"), (told.GetProperty("profile").Text("state"), told.GetProperty("profile").Text("source")));
        var hero = told.GetProperty("decisions")[0];
        Assert.Equal(("hero", "vip", "vip"), (hero.Text("block"), hero.Text("variant"), hero.Text("segment")));
        Assert.Equal("profile.tier == 'gold' || profile.tier == 'platinum'", hero.Text("rule"));
        Assert.Equal("freeze_at_send", hero.Text("policy"));
        var tier = Assert.Single(hero.GetProperty("values").EnumerateArray());
        Assert.Equal(("tier", "sandbox"), (tier.Text("attribute"), tier.Text("source")));
        Assert.Contains(tier.Text("value"), new[] { "gold", "platinum" });
        Assert.InRange(tier.GetProperty("age_ms").GetInt64(), 0, 10_000);
        Assert.Matches("^The rule of segment 'vip' held: .* Read: tier = \"(gold|platinum)\" from sandbox, \\d+ ms old\\.$", hero.Text("why"));
        Assert.Contains(told.GetProperty("values").EnumerateArray(), value => value.Text("attribute") == "first_name");
        Assert.Equal((0, 0), (told.GetProperty("fell_back").GetArrayLength(), told.GetProperty("earlier").GetArrayLength()));
        Assert.InRange((TimeProvider.System.GetUtcNow() - told.GetProperty("made_at").GetDateTimeOffset()).TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task A_default_names_the_rules_that_did_not_hold_and_a_fallback_its_reason()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.PatchAsync("p0002", new { tier = "bronze" });
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0002" }, message_id = "m" });
        var hero = (await ToldAsync(stage.Node.Http, "m", "id=p0002")).GetProperty("decisions")[0];
        Assert.Equal(("default", null), (hero.Text("variant"), hero.Text("rule")));
        Assert.Equal("vip", hero.GetProperty("asked")[0].Text("variant"));
        Assert.StartsWith("No rule held, so its default is shown. Asked were: vip (profile.tier == 'gold' || profile.tier == 'platinum'). Read: tier = \"bronze\" from sandbox", hero.Text("why"), StringComparison.Ordinal);

        await stage.Sandbox.FaultAsync(new { status = 503 });
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0003" }, message_id = "m" });
        var told = await ToldAsync(stage.Node.Http, "m", "id=p0003");
        Assert.Equal(("default", "unavailable"), (told.Text("outcome"), told.GetProperty("profile").Text("state")));
        Assert.Equal("hero", told.GetProperty("fell_back")[0].Text("block"));
        Assert.Contains("No profile could be had (crm_error)", told.GetProperty("decisions")[0].Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_says_that_its_decision_was_kept_and_the_first_render_still_says_why()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, message_id = "m" });
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { tier = "bronze" }));
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, message_id = "m" });
        var told = await ToldAsync(stage.Node.Http, "m", "id=p0001");

        var (now, first) = (told.GetProperty("decisions")[0], told.GetProperty("earlier")[0].GetProperty("decisions")[0]);
        Assert.StartsWith("It was kept from an earlier render", now.Text("why"), StringComparison.Ordinal);
        Assert.Contains("tier = \"bronze\"", now.Text("why"), StringComparison.Ordinal);
        var tier = Assert.Single(now.GetProperty("values").EnumerateArray());
        Assert.Equal("attribute", tier.Text("changed_by"));
        Assert.StartsWith("The rule of segment 'vip' held", first.Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_node_tells_it_within_seconds_by_any_name_of_the_person()
    {
        await using var stage = await Stage.StartAsync();
        var other = await stage.AddNodeAsync(settings: new() { ["Ledger"] = Path.Combine(stage.Folder, "state-0", "ledger.db") });
        await stage.Node.RenderAsync("hello", new { recipient = new { email = "p0004@people.example" }, message_id = "m 1/ü%2F" });
        foreach (var who in new[] { "id=p0004", "email=P0004%40people.example" })
        {
            Assert.Equal("m 1/ü%2F", (await ToldAsync(other.Http, Uri.EscapeDataString("m 1/ü%2F"), who)).Text("message_id"));
        }
    }

    [Fact]
    public async Task Values_and_events_are_for_the_role_privacy_alone()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, message_id = "m" });
        var ledger = stage.Node.Services.GetRequiredService<LedgerStore>();
        var names = PersonNames.OpaqueEach(stage.Node.Services.GetRequiredService<ISealing>(), WorkspaceName.Default, Identifier.Id("p0001"));
        using (var put = await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0001", new { tracking = true }))
        {
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        ledger.Events.Write(new OpenEvent
        {
            Workspace = WorkspaceName.Default, At = Instant.From(TimeProvider.System.GetUtcNow()), Kind = OpenKind.Click, Class = OpenClass.Person,
            Person = names[0], Message = MessageNames.HashOf("m"), Template = "hello", Slot = "hero", Variant = "vip",
        });
        var click = Assert.Single((await ToldAsync(stage.Node.Http, "m", "id=p0001")).GetProperty("events").EnumerateArray());
        Assert.Equal(("click", "person", "hero", "vip"), (click.Text("kind"), click.Text("class"), click.Text("slot"), click.Text("variant")));

        using var author = stage.Node.Client((await ledger.Keys.NewAsync(WorkspaceName.Default, Role.Author, [], "author", null, "test")).Text);
        var told = await ToldAsync(author, "m", "id=p0001");
        Assert.True(told.GetProperty("masked").GetBoolean());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("events").ValueKind);
        Assert.DoesNotContain("\"gold\"", told.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("•••", told.GetProperty("decisions")[0].GetProperty("values")[0].Text("value"));
        Assert.Equal("vip", told.GetProperty("decisions")[0].Text("variant"));
    }

    [Fact]
    public async Task What_is_not_recorded_or_not_named_well_is_refused()
    {
        await using var stage = await Stage.StartAsync();
        var http = stage.Node.Http;
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, message_id = "m" });
        await (await http.GetAsync("/v1/messages/none?id=p0001")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await http.GetAsync("/v1/messages/m?id=p0002")).ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await http.GetAsync("/v1/messages/m")).ProblemAsync(HttpStatusCode.BadRequest, "recipient_missing");
        await (await http.GetAsync("/v1/messages/m?id=p0001&email=a@b.example")).ProblemAsync(HttpStatusCode.BadRequest, "recipient_missing");
        await (await http.GetAsync("/v1/messages/m?id=p0001&verbose=1")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await http.GetAsync($"/v1/messages/{new string('x', 129)}?id=p0001")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await stage.Node.Client(null).GetAsync("/v1/messages/m?id=p0001")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    /// <summary>Told by the record alone, for a hundred people: the rule, the value it read, and so the variant.</summary>
    [Fact]
    public async Task Each_of_a_hundred_mails_is_explained_in_a_few_hundred_bytes()
    {
        await using var stage = await Stage.StartAsync();
        foreach (var person in People())
        {
            await stage.Node.RenderAsync("hello", new { recipient = new { id = person }, message_id = $"campaign/{person}", data = new { order = new { total = 42 } } });
        }

        foreach (var person in People())
        {
            var hero = (await ToldAsync(stage.Node.Http, Uri.EscapeDataString($"campaign/{person}"), $"id={person}")).GetProperty("decisions")[0];
            var rule = hero.Text("rule") ?? hero.GetProperty("asked")[0].Text("rule")!;
            var tier = Assert.Single(hero.GetProperty("values").EnumerateArray());
            var holds = rule.Split("||").Any(part => part.Contains($"'{tier.Text("value")}'", StringComparison.Ordinal));
            Assert.Equal(holds ? "vip" : "default", hero.Text("variant"));
            Assert.Contains($"{(holds ? "held" : "No rule held")}", hero.Text("why"), StringComparison.Ordinal);
            Assert.Contains(tier.Text("value") ?? "tier = nothing", hero.Text("why"), StringComparison.Ordinal);
        }

        await Task.Delay(1000);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(stage.Folder, "state-0", "ledger.db")};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync();
        var bytes = await AverageAsync(connection);
        TestContext.Current.SendDiagnosticMessage($"{bytes:0} bytes sealed for each message");
        Assert.InRange(bytes, 100, 800);

        static IEnumerable<string> People() => Enumerable.Range(1, 100).Select(i => $"p{i * 10:d4}");
    }

    [Fact]
    public async Task The_links_of_a_mail_are_listed_with_what_their_slots_were_sent_with_and_without_an_address()
    {
        await using var stage = await Stage.StartAsync(Repository.Workspace("opened"));
        var mail = await stage.Node.RenderAsync("letter", new { recipient = new { id = "p0001" }, message_id = "m" });
        var told = await ToldAsync(stage.Node.Http, "m", "id=p0001");
        var links = told.GetProperty("links").EnumerateArray().ToList();
        var hero = links.Single(link => link.Text("kind") == "image" && link.Text("slot") == "hero");
        Assert.Equal((mail.GetProperty("decisions")[0].Text("variant"), "live"), (hero.Text("variant"), hero.Text("outcome")));
        Assert.Equal(["click", "consent", "image", "pixel", "web"], links.Select(link => link.Text("kind")).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("shop.example", told.GetProperty("links").GetRawText(), StringComparison.Ordinal);
        Assert.False(told.TryGetProperty("request", out _) || told.TryGetProperty("shown", out _));
        Assert.Equal("until_click", told.GetProperty("decisions")[0].Text("policy"));
    }

    private static async Task<double> AverageAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(day) FROM day_table WHERE kind = 'message'";
        command.CommandText = $"SELECT avg(length(sealed)) FROM message_{await command.ExecuteScalarAsync()}";
        return Convert.ToDouble(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<JsonElement> ToldAsync(HttpClient http, string message, string who)
    {
        using var answer = await http.GetAsync($"/v1/messages/{message}?{who}");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }
}
