using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Renderer.Profiles.Crm;
using Renderer.Tests.Profiles.Crm.Rest;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Hooks;

/// <summary>Hooks with an HMAC in a header: Shopify's, and whatever can be declared.</summary>
public sealed class SignedBodyTests
{
    private const long Now = 1_700_000_000;

    [Theory]
    [InlineData("customers/update", """{"id":1}""", "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", "id:1 Changed *")]
    [InlineData("customers/delete", """{"id":1}""", "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", "id:1 Deleted *")]
    [InlineData("customers/create", """{"id":1}""", "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", "id:1 Created *")]
    [InlineData("orders/create", """{"id":1}""", "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=")]
    [InlineData("customers/update", """{"id":706405506930370084,"email":"Bob@biller.com","first_name":"Bob"}""", null, "id:706405506930370084 Changed *", "email:bob@biller.com Changed *")]
    [InlineData("customers/redact", """{"shop_id":954889,"customer":{"id":191167,"email":"john@example.com"},"orders_to_redact":[299938]}""", null, "id:191167 Deleted *", "email:john@example.com Deleted *")]
    public async Task Shopify_says_which_customer(string topic, string body, string? signature, params string[] changes)
    {
        await using var shopify = Connect("hook: {scheme: shopify}");
        var headers = new HeaderDictionary
        {
            ["X-Shopify-Hmac-SHA256"] = signature ?? Convert.ToBase64String(HMACSHA256.HashData("hush"u8, Encoding.UTF8.GetBytes(body))),
            ["X-Shopify-Topic"] = topic,
            ["X-Shopify-Webhook-Id"] = "b54557e4",
        };

        var reading = shopify.ReadHook(new HookDelivery("POST", "https://r.example/hooks/w/own", headers, Encoding.UTF8.GetBytes(body)));

        Assert.Equal((true, "b54557e4"), (reading.Genuine, reading.DeliveryId));
        Assert.Equal(changes, reading.Changes.Select(StandardWebhookTests.Say));
        Assert.False(shopify.ReadHook(new HookDelivery("POST", "", headers, Encoding.UTF8.GetBytes(body + " "))).Genuine);
        headers["X-Shopify-Hmac-SHA256"] = "";
        Assert.False(shopify.ReadHook(new HookDelivery("POST", "", headers, Encoding.UTF8.GetBytes(body))).Genuine);
    }

    [Theory]
    [InlineData("algorithm: sha1", "39a029a73df287f872564368c02c1a3df5d17509", true, "sharedsecret", """{"type":"identify","userId":"u1"}""")]
    [InlineData("algorithm: sha1", "39A029A73DF287F872564368C02C1A3DF5D17509", true, "sharedsecret", """{"type":"identify","userId":"u1"}""")]
    [InlineData("algorithm: sha256", "39a029a73df287f872564368c02c1a3df5d17509", false, "sharedsecret", """{"type":"identify","userId":"u1"}""")]
    [InlineData("algorithm: sha1", "39a029a73df287f872564368c02c1a3df5d1750", false, "sharedsecret", """{"type":"identify","userId":"u1"}""")]
    [InlineData("algorithm: sha1", "", false, "sharedsecret", """{"type":"identify","userId":"u1"}""")]
    [InlineData("{algorithm: sha256, encoding: base64}", "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", true, "hush", """{"id":1}""")]
    [InlineData("{algorithm: sha256, encoding: base64, prefix: v0=}", "v0=VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", true, "hush", """{"id":1}""")]
    [InlineData("{algorithm: sha256, encoding: base64, prefix: v0=}", "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=", false, "hush", """{"id":1}""")]
    public async Task A_declared_signature_holds_or_does_not(string how, string signature, bool holds, string secret, string body)
    {
        await using var own = Connect($"hook: {{scheme: hmac, header: X-Signature, id: userId, {how.Trim('{', '}')}}}", secret);
        var headers = new HeaderDictionary { ["x-signature"] = signature };

        Assert.Equal(holds, own.ReadHook(new HookDelivery("POST", "", headers, Encoding.UTF8.GetBytes(body))).Genuine);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-299, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task A_signed_time_ends_what_can_be_sent_again(int age, bool holds)
    {
        await using var own = Connect("hook: {scheme: hmac, header: X-Signature, timestamp_header: X-Time, signed: \"{method} {url} {timestamp}.{body}\", id: id}");
        foreach (var time in new[] { $"{Now + age}", $"{(Now + age) * 1000}" })
        {
            var mac = HMACSHA256.HashData("hush"u8, Encoding.UTF8.GetBytes($"POST https://r.example/h {time}.{{}}"));
            var headers = new HeaderDictionary { ["X-Signature"] = Convert.ToHexStringLower(mac), ["X-Time"] = time };

            Assert.Equal(holds, own.ReadHook(new HookDelivery("POST", "https://r.example/h", headers, "{}"u8.ToArray())).Genuine);
            headers["X-Time"] = $"{Now}0";
            Assert.False(own.ReadHook(new HookDelivery("POST", "https://r.example/h", headers, "{}"u8.ToArray())).Genuine);
            headers.Remove("X-Time");
            Assert.False(own.ReadHook(new HookDelivery("POST", "https://r.example/h", headers, "{}"u8.ToArray())).Genuine);
        }
    }

    [Theory]
    [InlineData("""{"events":[{"what":"upd","who":{"id":1,"mails":["A@x.example","b@x.example"]},"diff":{"firstName":{},"x":{}}}]}""", "id:1 Changed first_name,firstName,x", "email:a@x.example Changed first_name,firstName,x", "email:b@x.example Changed first_name,firstName,x")]
    [InlineData("""{"events":[{"what":"del","who":{"id":1}},{"what":"new","who":{"id":2}}]}""", "id:1 Deleted *", "id:2 Created *")]
    [InlineData("""{"events":{"what":"upd","who":{"id":"1"},"diff":[]}}""", "id:1 Changed *")]
    [InlineData("""{"events":[{"what":"upd","who":{}}]}""")]
    [InlineData("""{}""")]
    public async Task A_declared_event_says_who_and_what(string body, params string[] changes)
    {
        await using var own = Connect(
            "hook: {scheme: hmac, header: X-Signature, events: events, id: who.id, email: \"who.mails[*]\", fields: diff, event: what, deleted: [del], created: [new], delivery_header: X-Delivery}");
        var headers = new HeaderDictionary
        {
            ["X-Signature"] = Convert.ToHexStringLower(HMACSHA256.HashData("hush"u8, Encoding.UTF8.GetBytes(body))), ["X-Delivery"] = "d1",
        };

        var reading = own.ReadHook(new HookDelivery("POST", "", headers, Encoding.UTF8.GetBytes(body)));

        Assert.Equal("d1", reading.DeliveryId);
        Assert.Equal(changes, reading.Changes.Select(StandardWebhookTests.Say));
    }

    [Fact]
    public async Task Without_a_secret_or_a_declared_hook_none_is_genuine()
    {
        await using var own = RestConnecting.Connect("connections: {own: {type: rest, base_url: \"http://127.0.0.1:1\", one: {id: {url: \"/p/{id}\"}}, hook: {scheme: shopify}}}");
        var mac = HMACSHA256.HashData([], "{}"u8);
        var headers = new HeaderDictionary { ["X-Shopify-Hmac-SHA256"] = Convert.ToBase64String(mac), ["X-Shopify-Topic"] = "customers/update" };

        Assert.False(own.ReadHook(new HookDelivery("POST", "", headers, "{}"u8.ToArray())).Genuine);
    }

    private static ICrmConnection Connect(string hook, string secret = "hush") => RestConnecting.Connect(
        $"connections:\n  own:\n    type: rest\n    base_url: http://127.0.0.1:1\n    one: {{id: {{url: \"/p/{{id}}\"}}}}\n    attributes: {{first_name: firstName}}\n    hook_secret: ${{env:S}}\n    {hook}\n",
        new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Now)),
        ("S", secret));
}
