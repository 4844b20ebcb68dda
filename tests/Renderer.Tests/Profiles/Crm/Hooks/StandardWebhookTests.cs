using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Hooks;
using Renderer.Tests.HouseRules;
using Renderer.Tests.Profiles.Crm.Rest;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Hooks;

/// <summary>The vectors of Standard Webhooks' own libraries, RFC 8032's for ed25519, and what events say.</summary>
public sealed class StandardWebhookTests
{
    private const string Declaration = """
        connections:
          own:
            type: rest
            base_url: http://127.0.0.1:1
            one: {id: {url: "/p/{id}"}}
            attributes: {tier: properties.tier, first_name: firstName}
            lookups: {number: customer_number}
            hook: {scheme: standard}
            hook_secret: ${env:HOOK}
        """;

    private static readonly Dictionary<string, JsonElement> Vectors =
        JsonDocument.Parse(Tree.Read("tests/Renderer.Tests/Profiles/Crm/Hooks/standard-webhooks.json")).RootElement.EnumerateArray()
            .ToDictionary(vector => vector.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_vector_is_taken_or_refused_as_it_says(string name)
    {
        var vector = Vectors[name];
        await using var connection = RestConnecting.Connect(
            Declaration, Clock(vector.GetProperty("verify_at_unix").GetInt64()), ("HOOK", vector.GetProperty("secret").GetString()!));

        var reading = connection.ReadHook(Delivery(vector));

        var valid = vector.GetProperty("expected_valid").GetBoolean();
        Assert.Equal(valid, reading.Genuine);
        Assert.Equal(valid ? vector.GetProperty("headers").GetProperty("webhook-id").GetString() : null, reading.DeliveryId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64")]
    [InlineData("whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_that_is_none_is_said_to_be_none(string secret) => Assert.NotNull(StandardWebhook.Read(secret, out _));

    [Fact]
    public void An_asymmetric_signature_holds_under_its_public_key_alone()
    {
        var (key, sign) = Ed25519Signer.New();
        var other = Ed25519Signer.New().PublicKey;
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_1", ["webhook-timestamp"] = "1614265330", ["webhook-signature"] = "v1a," + Convert.ToBase64String(sign("msg_1.1614265330.{}"u8.ToArray())),
        };
        var now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        Assert.Null(StandardWebhook.Read($"whpk_{Convert.ToBase64String(other)} whpk_{Convert.ToBase64String(key)}", out var both));
        Assert.Null(StandardWebhook.Read($"whpk_{Convert.ToBase64String(other)}", out var foreign));

        Assert.Equal("msg_1", both.Verify(new HookDelivery("POST", "", headers, "{}"u8.ToArray()), now));
        Assert.Null(both.Verify(new HookDelivery("POST", "", headers, "{ }"u8.ToArray()), now));
        Assert.Null(foreign.Verify(new HookDelivery("POST", "", headers, "{}"u8.ToArray()), now));
    }

    [Fact]
    public void The_names_of_svix_are_the_same_thing()
    {
        var vector = Vectors["sign-known-answer"];
        StandardWebhook.Read(vector.GetProperty("secret").GetString()!, out var verifier);
        var delivery = Delivery(vector);
        var renamed = new HeaderDictionary();
        foreach (var (name, value) in delivery.Headers)
        {
            renamed[name.Replace("webhook-", "svix-", StringComparison.Ordinal)] = value;
        }

        Assert.NotNull(verifier.Verify(delivery with { Headers = renamed }, DateTimeOffset.FromUnixTimeSeconds(1614265330)));
    }

    [Theory]
    [InlineData("""{"type":"profile.changed","data":{"ids":{"id":"7"},"fields":["firstName"]}}""", "id:7 Changed first_name,firstName")]
    [InlineData("""{"type":"profile.changed","data":{"ids":{"id":7,"email":"A@x.example","number":"N1"}}}""", "id:7 Changed *", "email:a@x.example Changed *", "number:N1 Changed *")]
    [InlineData("""{"type":"profile.changed","data":{"ids":{"crm":"7","email":"a@x.example"},"fields":["email","properties.tier"]}}""", "id:7 Changed email,tier,properties.tier,properties now a@x.example", "email:a@x.example Changed email,tier,properties.tier,properties")]
    [InlineData("""{"type":"profile.changed","data":{"ids":{"id":"7"},"fields":["properties"]}}""", "id:7 Changed properties,tier")]
    [InlineData("""{"type":"profile.created","data":{"ids":{"email":"a@x.example"}}}""", "email:a@x.example Created *")]
    [InlineData("""{"type":"profile.deleted","data":{"ids":{"id":"7"}}}""", "id:7 Deleted *")]
    [InlineData("""[{"type":"profile.changed","data":{"ids":{"id":"7"}}},{"type":"profile.changed","data":{"ids":{"id":"8"}}},7]""", "id:7 Changed *", "id:8 Changed *")]
    [InlineData("""{"type":"invoice.paid","data":{"ids":{"id":"7"}}}""")]
    [InlineData("""{"type":"profile.changed","data":{"ids":{"id":""}}}""")]
    [InlineData("""{"type":"profile.changed"}""")]
    [InlineData("\"text\"")]
    [InlineData("no json")]
    public async Task An_event_says_who_changed_and_what(string body, params string[] changes)
    {
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        await using var connection = RestConnecting.Connect(Declaration, Clock(1614265330), ("HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        var mac = System.Security.Cryptography.HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"msg_1.1614265330.{body}"));
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_1", ["webhook-timestamp"] = "1614265330", ["webhook-signature"] = "v1," + Convert.ToBase64String(mac),
        };

        var reading = connection.ReadHook(new HookDelivery("POST", "https://r.example/hooks/w/own", headers, Encoding.UTF8.GetBytes(body)));

        Assert.True(reading.Genuine);
        Assert.Equal(changes, reading.Changes.Select(Say));
    }

    internal static string Say(CrmChange change) =>
        $"{change.Person.Kind}:{change.Person.Value} {change.Kind} {(change.Attributes is null ? "*" : string.Join(',', change.Attributes))}{(change.NowAlso is { } now ? $" now {now.Value}" : "")}";

    private static FakeTimeProvider Clock(long seconds) => new(DateTimeOffset.FromUnixTimeSeconds(seconds));

    private static HookDelivery Delivery(JsonElement vector)
    {
        var headers = new HeaderDictionary();
        foreach (var header in vector.GetProperty("headers").EnumerateObject())
        {
            headers[header.Name] = header.Value.GetString();
        }

        var body = vector.GetProperty("body").GetString()
            ?? new string('a', int.Parse(vector.GetProperty("body_rule").GetString()!.Split(' ')[^2], System.Globalization.CultureInfo.InvariantCulture));
        return new HookDelivery("POST", "https://r.example/hooks/w/own", headers, Encoding.UTF8.GetBytes(body));
    }
}
