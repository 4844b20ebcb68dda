using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Server.Engagement;
using Renderer.Server.Engagement.Esps.Ses;
using Renderer.Tests.Templates.Oracle;
using Xunit;

namespace Renderer.ServerTests.Engagement;

/// <summary>Payloads of ESPs, as others recorded them: each becomes the engagement that it is, or is passed over with a reason.</summary>
public sealed class PayloadTests
{
    private const string Cases = "webhooks/esp_event_payloads.json";

    /// <summary>What the names of others mean here.</summary>
    private static readonly Dictionary<string, Meaning> Expected = new()
    {
        ["queued"] = EventIgnored.Accepted,
        ["sent"] = EventIgnored.Accepted,
        ["deferred"] = EventIgnored.Deferred,
        ["delivered"] = OpenKind.Delivered,
        ["opened"] = OpenKind.EspOpen,
        ["clicked"] = OpenKind.EspClick,
        ["bounced"] = OpenKind.Bounced,
        ["rejected"] = OpenKind.Rejected,
        ["failed"] = OpenKind.Rejected,
        ["complained"] = OpenKind.Complained,
        ["unsubscribed"] = OpenKind.Unsubscribed,
        ["subscribed"] = EventIgnored.Subscribed,
        ["autoresponded"] = EventIgnored.AutoReply,
    };

    /// <summary>Those of which the others say nothing, or leave it to a setting.</summary>
    private static readonly Dictionary<string, Meaning[]> Special = new()
    {
        ["test_incorrect_received_event"] = [EventIgnored.Incoming],
        ["test_delivery_status_is_none_event"] = [EventIgnored.Accepted],
        ["test_metadata_message_headers"] = [OpenKind.Delivered],
        ["test_metadata_post_fields"] = [OpenKind.EspClick],
        ["test_tags"] = [OpenKind.EspOpen],
        ["test_x_tags"] = [OpenKind.Delivered],
        ["test_misconfigured_inbound"] = [EventIgnored.Incoming],
        ["test_sync_event"] = [EventIgnored.Settings],
        ["test_old_tracking_url"] = [EventIgnored.Accepted],
        ["test_ignore_incoming_events"] = [EventIgnored.Incoming],
        ["test_compatibility_message_id_from_smtp_id"] = [OpenKind.Delivered],
        ["test_ping_event"] = [EventIgnored.Test],
        ["test_initial_open_event_as_unknown"] = [OpenKind.EspOpen],
        ["test_amp_events"] = [OpenKind.EspOpen, OpenKind.EspOpen, OpenKind.EspClick],
        ["test_multiple_event_option"] = [EventIgnored.Accepted, OpenKind.Delivered],
    };

    [Fact]
    public void Each_becomes_what_it_is()
    {
        if (!SharedCases.TryRead(Cases, out var cases))
        {
            return;
        }

        var faults = new List<string>();
        var (engagements, passedOver) = (0, 0);
        foreach (var one in cases.GetProperty("cases").EnumerateArray())
        {
            var (name, told) = (one.GetProperty("esp").GetString() + " " + one.GetProperty("test").GetString(), Read(one));
            engagements += told.Count(each => each.Meaning.Kind is not null);
            passedOver += told.Count(each => each.Meaning.Ignored is not null);
            var expected = one.GetProperty("expected_normalised_event");
            var meanings = Special.GetValueOrDefault(name.Split('.')[^1]) ?? [Expected[expected.GetProperty("event_type").GetString()!]];
            if (!told.Select(each => each.Meaning).SequenceEqual(meanings))
            {
                faults.Add($"{name}: {string.Join(", ", told.Select(each => each.Meaning))}");
            }

            if (expected.TryGetProperty("timestamp", out var time) && Off(told[0].At, Fields.Time(time.GetString())) > 1)
            {
                faults.Add($"{name}: at {told[0].At?.ToDate()}");
            }

            if (expected.TryGetProperty("recipient", out var person) && told[0].Meaning.Kind is not null && told[0].Address != person.GetString() && !IsToSeveral(one))
            {
                faults.Add($"{name}: to {told[0].Address}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(engagements + passedOver >= cases.GetProperty("cases").GetArrayLength());
        TestContext.Current.TestOutputHelper?.WriteLine($"{engagements} engagements, {passedOver} passed over, of {cases.GetProperty("cases").GetArrayLength()} payloads");
    }

    [Fact]
    public async Task Each_is_taken_over_HTTP_and_counted_once_though_it_is_sent_twice()
    {
        if (!SharedCases.TryRead(Cases, out var cases))
        {
            return;
        }

        await using var stage = await EspStage.StartAsync();
        var expected = new Dictionary<OpenKind, int>();
        var known = new HashSet<(EspKind, OpenKind, string)>();
        var deliveries = cases.GetProperty("cases").EnumerateArray().Where(one => KindOf(one) != EspKind.Ses)
            .Select((one, number) => (Kind: KindOf(one), Id: $"delivery-{number}", Case: one)).ToList();
        foreach (var (kind, id, one) in deliveries)
        {
            foreach (var told in Read(one, id).Where(told => told.Meaning.Kind is not null && known.Add((kind, told.Meaning.Kind!.Value, kind == EspKind.Mailgun && told.Id is null ? id : told.Id!))))
            {
                expected[told.Meaning.Kind!.Value] = expected.GetValueOrDefault(told.Meaning.Kind.Value) + 1;
            }
        }

        foreach (var some in deliveries.Concat(deliveries).Chunk(40))
        {
            await Task.WhenAll(some.Select(each => stage.TellAsync(each.Kind, each.Case.GetProperty("payload").GetRawText(), each.Id)));
        }

        var counts = (await stage.CountsAsync()).GroupBy(count => count.Key.Kind).ToDictionary(group => group.Key, group => (int)group.Sum(count => count.Value));
        Assert.Equal(expected.OrderBy(each => each.Key), counts.OrderBy(each => each.Key));
        Assert.DoesNotContain(stage.Node.Logs.Lines, line => line.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public void What_reads_otherwise_is_passed_over_and_never_a_fault()
    {
        using var sns = new SnsCalls(new SocketsHttpHandler());
        var hooks = new EspHooks(sns);
        foreach (var kind in Enum.GetValues<EspKind>())
        {
            foreach (var text in new[] { "", "null", "[]", "{}", "[1]", "[[]]", "{\"events\":7}", "{\"event-data\":[]}", "{\"msys\":1}", "[{\"msys\":{\"x\":1}}]", "{\"event\":\"\\ud800\",\"email\":{},\"timestamp\":1e400}", "{\"Type\":\"Notification\",\"Message\":\"[]\"}", "\"\\ud800\"", "{\"events_by_user\":[{\"events\":[7]}]}" })
            {
                foreach (var form in new IReadOnlyList<KeyValuePair<string, string>>?[] { null, [new("mandrill_events", text), new("event", text), new("message-headers", text)] })
                {
                    var told = hooks.Of(kind).Read(new EspDelivery(new EspSettings { Name = "x", Kind = kind }, Hook(text), TimeProvider.System.GetUtcNow(), form)).ToList();
                    Assert.All(told, each => Assert.NotNull(each.Meaning.Ignored));
                }
            }
        }
    }

    private static List<MailEvent> Read(JsonElement one, string id = "")
    {
        using var sns = new SnsCalls(new SocketsHttpHandler());
        var (kind, payload) = (KindOf(one), one.GetProperty("payload"));
        IReadOnlyList<KeyValuePair<string, string>>? form = kind switch
        {
            EspKind.Mandrill => [new("mandrill_events", payload.GetRawText())],
            EspKind.Mailgun when payload.At("event-data") is null =>
                [.. payload.EnumerateObject().SelectMany(field => field.Value.Each().Select(value => KeyValuePair.Create(field.Name, value.ToString())))],
            _ => null,
        };
        var headers = new HeaderDictionary { ["svix-id"] = id };
        return [.. new EspHooks(sns).Of(kind).Read(new EspDelivery(
            new EspSettings { Name = "x", Kind = kind }, new HookDelivery("POST", "", headers, Encoding.UTF8.GetBytes(payload.GetRawText())), TimeProvider.System.GetUtcNow(), form))];
    }

    private static HookDelivery Hook(string text) => new("POST", "", new HeaderDictionary(), Encoding.UTF8.GetBytes(text));

    private static bool IsToSeveral(JsonElement one) => one.GetProperty("payload").At("data", "to") is { } to && to.GetArrayLength() > 1;

    // Dates of others leave out the zone they were in.
    private static double Off(Instant? told, Instant? expected) => told is null || expected is null ? 2 : Math.Abs((told.Value - expected.Value).TotalSeconds % 3600);

    private static EspKind KindOf(JsonElement one) => one.GetProperty("esp").GetString() switch
    {
        "amazon_ses" => EspKind.Ses,
        "unisender_go" => EspKind.UnisenderGo,
        var name => Enum.Parse<EspKind>(name!, ignoreCase: true),
    };
}
