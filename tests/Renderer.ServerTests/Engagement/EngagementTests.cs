using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Engagement;

/// <summary>What ESPs tell of mails: of which message, of whom, once, and what it changes.</summary>
public sealed class EngagementTests
{
    private const string Ann = "p0001@people.example";

    private static readonly Identifier AnnByMail = Identifier.Email(Ann);

    [Fact]
    public async Task An_event_stands_with_the_message_it_belongs_to_and_machines_stand_apart()
    {
        await using var stage = await EspStage.StartAsync();
        await stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, message_id = "bf-2026/p0001" });
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0001", new { tracking = true }))
        {
        }

        var told = EspStage.SendGrid("delivered", Ann, "e1", "bf-2026/p0001");
        await stage.TellAsync(EspKind.SendGrid, told);
        await stage.TellAsync(EspKind.SendGrid, told);
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("open", Ann, "e2", "bf-2026/p0001", ",\"sg_machine_open\":true"));
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("open", Ann, "e3", "bf-2026/p0001", ",\"useragent\":\"Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)\""));
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("click", Ann, "e4", "bf-2026/p0001", ",\"renderer_id\":\"p0001\",\"renderer_template\":\"hello\",\"useragent\":\"Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0\""));

        using var answer = await stage.Node.Http.GetAsync("/v1/messages/bf-2026%2Fp0001?id=p0001");
        var events = (await answer.JsonAsync()).GetProperty("events").EnumerateArray().Select(one => $"{one.Text("kind")} {one.Text("class")}").Order().ToArray();
        Assert.Equal(["delivered person", "esp_click person", "esp_open prefetch", "esp_open proxy"], events);
        Assert.Equal(
            [(OpenKind.Delivered, OpenClass.Person, 1L), (OpenKind.EspOpen, OpenClass.Proxy, 1L), (OpenKind.EspOpen, OpenClass.Prefetch, 1L), (OpenKind.EspClick, OpenClass.Person, 1L)],
            (await stage.CountsAsync()).Select(count => (count.Key.Kind, count.Key.Class, count.Value)).Order());
    }

    [Fact]
    public async Task What_somebody_does_is_recorded_of_whoever_agreed_and_what_became_of_a_mail_of_the_mail()
    {
        await using var stage = await EspStage.StartAsync();
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("open", Ann, "e1", "m1"));
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("bounce", Ann, "e2", "m1"));
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("bounce", Ann, "e3"));
        Assert.Equal(OpenKind.Bounced, Assert.Single(await stage.EventsAsync("m1", AnnByMail)).Kind);
        Assert.Equal(3, (await stage.CountsAsync()).Values.Sum());
    }

    [Theory]
    [InlineData(EspKind.SendGrid, "[{\"email\":\"p0001@people.example\",\"event\":\"spamreport\",\"sg_event_id\":\"c1\",\"timestamp\":1700000000}]")]
    [InlineData(EspKind.Mailgun, "{\"event-data\":{\"event\":\"unsubscribed\",\"id\":\"c1\",\"timestamp\":1700000000.5,\"recipient\":\"P0001@people.example\"}}")]
    [InlineData(EspKind.Mandrill, "[{\"event\":\"unsub\",\"_id\":\"a\",\"ts\":1700000000,\"msg\":{\"email\":\"p0001@people.example\"}}]")]
    [InlineData(EspKind.Postmark, "{\"RecordType\":\"SubscriptionChange\",\"MessageID\":\"a\",\"ChangedAt\":\"2026-06-05T17:17:32Z\",\"Recipient\":\"p0001@people.example\",\"SuppressSending\":true,\"SuppressionReason\":\"SpamComplaint\"}")]
    [InlineData(EspKind.SparkPost, "[{\"msys\":{\"unsubscribe_event\":{\"type\":\"list_unsubscribe\",\"event_id\":\"1\",\"rcpt_to\":\"p0001@people.example\",\"timestamp\":\"1700000000\"}}}]")]
    [InlineData(EspKind.Resend, "{\"type\":\"email.complained\",\"created_at\":\"2026-10-02T18:10:03.690Z\",\"data\":{\"to\":[\"Ann <p0001@people.example>\"]}}")]
    [InlineData(EspKind.BrazeCurrents, "{\"events\":[{\"event_type\":\"users.messages.email.Unsubscribe\",\"id\":\"1\",\"time\":1700000000,\"user\":{\"external_user_id\":\"p0001\"},\"properties\":{}}]}")]
    public async Task A_complaint_or_an_unsubscribe_takes_consent_back_for_all_the_persons_names(EspKind kind, string payload)
    {
        await using var stage = await EspStage.StartAsync();
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        await stage.TellAsync(kind, payload);

        Assert.Equal(("default", "consent_withdrawn"), Said(await stage.Node.HelloAsync("p0001")));
        Assert.Equal("live", (await stage.Node.HelloAsync("p0002")).Text("outcome"));
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("open", Ann, "later", "m1"));
        Assert.Empty(await stage.EventsAsync("m1", AnnByMail, Identifier.Id("p0001")));
        using var got = await stage.Node.Http.GetAsync("/v1/consent/p0001");
        var consent = await got.JsonAsync();
        Assert.All(["tracking", "personalization", "profiling"], purpose => Assert.Equal(JsonValueKind.False, consent.GetProperty(purpose).ValueKind));
        Assert.Contains($"events of {EspStage.Name(kind)}", await stage.Node.Http.GetStringAsync("/v1/audit"), StringComparison.Ordinal);

        static (string?, string?) Said(JsonElement mail) => (mail.Text("outcome"), mail.GetProperty("decisions")[0].Text("reason"));
    }

    [Fact]
    public async Task What_a_person_stated_after_a_complaint_holds_though_it_is_told_late_or_again()
    {
        await using var stage = await EspStage.StartAsync();
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds();
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0001", new { tracking = true, personalization = true }))
        {
        }

        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("unsubscribe", Ann, "u1", at: before));
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));

        await Task.Delay(1100); // an event says its second alone
        var now = EspStage.SendGrid("unsubscribe", Ann, "u2");
        await stage.TellAsync(EspKind.SendGrid, now);
        Assert.Equal("default", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        await Task.Delay(1100);
        using (await stage.Node.Http.PutAsJsonAsync("/v1/consent/p0001", new { tracking = true, personalization = true }))
        {
        }

        await stage.TellAsync(EspKind.SendGrid, now);
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
    }

    [Fact]
    public async Task Nothing_that_is_forged_old_too_large_or_unproven_changes_anything()
    {
        await using var stage = await EspStage.StartAsync("  unproven: { type: sendgrid, api_key: \"${env:ESP_SECRET}\" }\n");
        var told = EspStage.SendGrid("unsubscribe", Ann, "u1");
        var other = EspStage.SendGrid("unsubscribe", "p0002@people.example", "u2");
        foreach (var kind in Enum.GetValues<EspKind>().Where(kind => kind is not (EspKind.Ses or EspKind.Mailgun)))
        {
            using var genuine = stage.Sender.Request(stage.Url(EspStage.Name(kind)), kind, told);
            using var forged = new HttpRequestMessage(HttpMethod.Post, genuine.RequestUri) { Content = genuine.Content };
            Assert.Equal(HttpStatusCode.Unauthorized, await stage.SendAsync(forged));
        }

        // Another body under the same signature; the same after days; by another ESP's hook.
        using var signed = stage.Sender.Request(stage.Url("sendgrid"), EspKind.SendGrid, told);
        signed.Content = new StringContent(other, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, await stage.SendAsync(signed));
        using var old = stage.Sender.Request(stage.Url("sendgrid"), EspKind.SendGrid, told, TimeProvider.System.GetUtcNow().AddDays(-4));
        Assert.Equal(HttpStatusCode.Unauthorized, await stage.SendAsync(old));
        using var ahead = stage.Sender.Request(stage.Url("sendgrid"), EspKind.SendGrid, told, TimeProvider.System.GetUtcNow().AddHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await stage.SendAsync(ahead));
        using var large = stage.Sender.Request(stage.Url("postmark"), EspKind.Postmark, new string(' ', 1_000_001));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await stage.SendAsync(large));
        using var unproven = stage.Sender.Request(stage.Url("unproven"), EspKind.SendGrid, told);
        Assert.Equal(HttpStatusCode.NotFound, await stage.SendAsync(unproven));

        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
        Assert.Empty(await stage.CountsAsync());
        using var look = new HttpRequestMessage(HttpMethod.Head, stage.Url("mandrill"));
        Assert.Equal(HttpStatusCode.OK, await stage.SendAsync(look));
        using var nothing = new HttpRequestMessage(HttpMethod.Head, stage.Url("nothing"));
        Assert.Equal(HttpStatusCode.NotFound, await stage.SendAsync(nothing));
    }

    [Fact]
    public async Task A_token_of_Mailgun_is_good_for_one_body_on_every_node()
    {
        await using var stage = await EspStage.StartAsync();
        var other = await stage.Stage.AddNodeAsync(settings: new(stage.Sender.Variables)
        {
            ["Ledger"] = Path.Combine(stage.Stage.Folder, "state-0", "ledger.db"), ["Workspaces:default:Folder"] = stage.Workspace,
        });
        const string Told = "{\"event-data\":{\"event\":\"opened\",\"id\":\"one\",\"timestamp\":1700000000.5,\"recipient\":\"p0001@people.example\"}}";
        await stage.TellAsync(EspKind.Mailgun, Told, "a-token");
        await stage.TellAsync(EspKind.Mailgun, Told, "a-token");
        foreach (var node in stage.Stage.Nodes)
        {
            var url = $"{node.Url}/hooks/default/mailgun";
            using var forged = stage.Sender.Request(url, EspKind.Mailgun, Told.Replace("opened", "complained", StringComparison.Ordinal), id: "a-token");
            Assert.Equal(HttpStatusCode.Unauthorized, await stage.SendAsync(forged, node));
        }

        // Told anew, under a token of its own, on another node.
        using var again = stage.Sender.Request($"{other.Url}/hooks/default/mailgun", EspKind.Mailgun, Told, id: "another-token");
        Assert.Equal(HttpStatusCode.OK, await stage.SendAsync(again, other));
        Assert.Equal(1, (await stage.CountsAsync()).Values.Sum());
        Assert.Equal("live", (await stage.Node.HelloAsync("p0001")).Text("outcome"));
    }

    [Fact]
    public async Task Of_whoever_was_erased_it_is_counted_and_nobodys()
    {
        await using var stage = await EspStage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        using (var gone = await stage.Node.Http.DeleteAsync("/v1/profiles/p0001"))
        {
            Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
        }

        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds();
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("delivered", Ann, "e1", "m1", at: before));
        await stage.TellAsync(EspKind.SendGrid, EspStage.SendGrid("spamreport", Ann, "e2", "m1", at: before));
        Assert.Empty(await stage.EventsAsync("m1", AnnByMail, Identifier.Id("p0001")));
        Assert.Equal(2, (await stage.CountsAsync()).Values.Sum());
        using var got = await stage.Node.Http.GetAsync($"/v1/consent?email={Uri.EscapeDataString(Ann)}");
        Assert.Equal(JsonValueKind.Null, (await got.JsonAsync()).GetProperty("tracking").ValueKind);
    }

    [Fact]
    public async Task Orders_of_events_end_alike()
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        string[] told =
        [
            EspStage.SendGrid("delivered", Ann, "a", "m1", at: start), EspStage.SendGrid("spamreport", Ann, "b", "m1", at: start + 300), EspStage.SendGrid("bounce", Ann, "c", "m1", at: start + 100),
        ];
        var ends = new HashSet<string>();
        await using var stage = await EspStage.StartAsync();
        foreach (var (order, number) in new[] { (0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2) }.Select((order, number) => (order, number)))
        {
            var (message, mail) = ($"m{number}", $"q{number}@people.example");
            foreach (var one in new[] { order.Item1, order.Item2, order.Item3 })
            {
                await stage.TellAsync(EspKind.SendGrid, told[one].Replace("m1", message, StringComparison.Ordinal).Replace(Ann, mail, StringComparison.Ordinal).Replace("sg_event_id\":\"", $"sg_event_id\":\"{number}", StringComparison.Ordinal));
            }

            ends.Add(string.Join(", ", (await stage.EventsAsync(message, Identifier.Email(mail))).Select(one => $"{one.Kind} {one.At.Micros}")));
        }

        Assert.Equal(3, Assert.Single(ends).Split(", ").Length);
    }
}
