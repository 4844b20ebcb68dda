using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Server.Engagement;
using Renderer.Server.Engagement.Esps;
using Renderer.Server.Engagement.Esps.Ses;
using Renderer.Tests.Templates.Oracle;
using Xunit;

namespace Renderer.ServerTests.Engagement;

/// <summary>Proofs of ESPs' webhooks, against vectors that others made.</summary>
public sealed class ProofTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task SendGrids_vectors_behave_as_they_say()
    {
        if (!SharedCases.TryRead("webhooks/sendgrid_event_webhook.json", out var file))
        {
            return;
        }

        foreach (var one in file.GetProperty("vectors").EnumerateArray())
        {
            string Text(string name) => one.GetProperty(name).GetString()!;
            var headers = new HeaderDictionary
            {
                ["X-Twilio-Email-Event-Webhook-Signature"] = Text("signature"), ["X-Twilio-Email-Event-Webhook-Timestamp"] = Text("timestamp"),
            };
            var proof = await new SendGridHook().ProveAsync(
                Of(new() { Name = "x", Kind = EspKind.SendGrid, HookKey = Text("public_key") }, Text("payload"), headers, DateTimeOffset.FromUnixTimeSeconds(1600112510)), default);
            Assert.True((proof.Result == ProofResult.Genuine) == one.GetProperty("expected_valid").GetBoolean(), Text("name"));
        }
    }

    [Fact]
    public async Task Mailguns_vectors_behave_as_they_say()
    {
        if (!SharedCases.TryRead("webhooks/mailgun_signature.json", out var file))
        {
            return;
        }

        foreach (var one in file.GetProperty("vectors").EnumerateArray())
        {
            string Text(string name) => one.GetProperty(name).GetString()!;
            var body = JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["signature"] = new { timestamp = Text("timestamp"), token = Text("token"), signature = Text("signature") },
            });
            var now = one.TryGetProperty("verify_at", out var at) ? DateTimeOffset.Parse(at.GetString()!, CultureInfo.InvariantCulture) : Now;
            var proof = await new MailgunHook().ProveAsync(
                Of(new() { Name = "x", Kind = EspKind.Mailgun, HookSecret = new Secret(Text("signing_key")) }, body, new HeaderDictionary(), now), default);
            Assert.True((proof.Result == ProofResult.Genuine) == one.GetProperty("expected_valid").GetBoolean(), Text("name"));
        }
    }

    [Fact]
    public async Task Standard_webhooks_vectors_behave_as_they_say_at_Resends_hook()
    {
        if (!SharedCases.TryRead("webhooks/standard_webhooks.json", out var file))
        {
            return;
        }

        foreach (var one in file.GetProperty("vectors").EnumerateArray())
        {
            var headers = new HeaderDictionary();
            foreach (var header in one.GetProperty("headers").EnumerateObject())
            {
                headers[header.Name.Replace("webhook-", "svix-", StringComparison.Ordinal)] = header.Value.GetString();
            }

            var secret = one.TryGetProperty("secret", out var text) ? text.GetString()! : "";
            var proof = await new ResendHook().ProveAsync(
                Of(
                    new() { Name = "x", Kind = EspKind.Resend, HookSecret = new Secret(secret) },
                    one.GetProperty("body").GetString() ?? new string('a', int.Parse(one.GetProperty("name").GetString()!.Split('-')[^1], CultureInfo.InvariantCulture)),
                    headers,
                    DateTimeOffset.FromUnixTimeSeconds(one.GetProperty("verify_at_unix").GetInt64())),
                default);
            Assert.True((proof.Result == ProofResult.Genuine) == one.GetProperty("expected_valid").GetBoolean(), one.GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task SNSs_vectors_behave_as_they_say()
    {
        if (SharedCases.Folder is not { } cases || !SharedCases.TryRead("webhooks/sns/README.json", out var file))
        {
            return;
        }

        var asked = new List<Uri>();
        using var sns = new SnsCalls(new Answering(request =>
        {
            asked.Add(request.RequestUri!);
            return new(HttpStatusCode.OK) { Content = new StringContent(request.RequestUri!.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal) ? File.ReadAllText(Path.Combine(cases, "webhooks", "sns", "certificate.pem")) : "<ok/>") };
        }));
        var hook = new SesHook(sns);
        foreach (var one in file.GetProperty("measured_here").EnumerateObject())
        {
            var body = File.ReadAllText(Path.Combine(cases, "webhooks", "sns", one.Name));
            var holds = one.Value.GetProperty("signature_valid_with_certificate_pem").GetBoolean();
            var signed = Fields.Time(JsonDocument.Parse(body).RootElement.GetProperty("Timestamp").GetString())!.Value.ToDate();

            // Of its own topic; and of another, however well it is signed.
            var topic = one.Value.GetProperty("topic").GetString()!;
            var proof = await hook.ProveAsync(Of(Topic(topic), body, new HeaderDictionary(), signed.AddMinutes(1)), default);
            Assert.True(proof.Result is ProofResult.Genuine or ProofResult.Done == holds, $"{one.Name}: {proof.Result}");
            Assert.Equal(ProofResult.Forged, (await hook.ProveAsync(Of(Topic(topic + "x"), body, new HeaderDictionary(), signed), default)).Result);
            Assert.Equal(ProofResult.Forged, (await hook.ProveAsync(Of(Topic(topic), body, new HeaderDictionary(), signed.AddDays(4)), default)).Result);
            Assert.Equal(ProofResult.NoSecret, (await hook.ProveAsync(Of(Topic(null), body, new HeaderDictionary(), signed), default)).Result);
        }

        Assert.All(asked, url => Assert.Equal("sns.eu-west-1.amazonaws.com", url.Host));
        Assert.Single(asked, url => url.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal));
        Assert.Contains(asked, url => url.Query.Contains("Action=ConfirmSubscription", StringComparison.Ordinal));

        static EspSettings Topic(string? topic) => new() { Name = "x", Kind = EspKind.Ses, HookKey = topic };
    }

    [Theory]
    [InlineData("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a86cb10b4e1f29c941702d737128f7b6.pem", true)]
    [InlineData("https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-a1.pem", true)]
    [InlineData("http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a1.pem", false)]
    [InlineData("https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a1.pem", false)]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-a1.pem", false)]
    [InlineData("https://evil.example/?sns.eu-west-1.amazonaws.com/SimpleNotificationService-a1.pem", false)]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-a1.pem", false)]
    [InlineData("https://s3.eu-west-1.amazonaws.com/bucket/SimpleNotificationService-a1.pem", false)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/other.pem", false)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a1.pem?x", false)]
    [InlineData("/SimpleNotificationService-a1.pem", false)]
    public void A_certificate_comes_from_Amazon_alone(string url, bool isAdmitted)
    {
        Assert.Equal(isAdmitted, SnsCalls.Admit(url, new Uri("https://email.eu-west-1.amazonaws.com"), isCertificate: true) is not null);
        Assert.Equal(isAdmitted, SnsCalls.Admit(url, null, isCertificate: true) is not null);
    }

    [Fact]
    public void A_sandbox_brings_its_own_certificate_by_the_origin_of_its_base_url_alone()
    {
        var sandbox = new Uri("http://localhost:5081/ses");
        Assert.NotNull(SnsCalls.Admit("http://localhost:5081/sns/own.pem", sandbox, isCertificate: true));
        Assert.Null(SnsCalls.Admit("http://localhost:5082/sns/own.pem", sandbox, isCertificate: true));
        Assert.Null(SnsCalls.Admit("https://localhost:5081/sns/own.pem", sandbox, isCertificate: true));
        Assert.Null(SnsCalls.Admit("http://localhost:5081/sns/own.txt", sandbox, isCertificate: true));
        Assert.NotNull(SnsCalls.Admit("http://localhost:5081/sns/?Action=ConfirmSubscription", sandbox, isCertificate: false));
    }

    [Fact]
    public async Task Mandrill_signs_the_address_and_the_fields()
    {
        var esp = new EspSettings { Name = "x", Kind = EspKind.Mandrill, HookSecret = new Secret("testkey") };
        async Task<ProofResult> ProveAsync(string url, string events, string signature, EspSettings? by = null) => (await new MandrillHook().ProveAsync(
            new EspDelivery(by ?? esp, new HookDelivery("POST", url, new HeaderDictionary { ["X-Mandrill-Signature"] = signature }, default), Now, [new("mandrill_events", events)]), default)).Result;

        Assert.Equal(ProofResult.Genuine, await ProveAsync("https://example.com/hook", "[]", "dzorofCCey+/HxTL3I4p6Bfwmo8="));
        Assert.Equal(ProofResult.Forged, await ProveAsync("https://example.com/hook", "[ ]", "dzorofCCey+/HxTL3I4p6Bfwmo8="));
        Assert.Equal(ProofResult.Forged, await ProveAsync("https://example.com/hook2", "[]", "dzorofCCey+/HxTL3I4p6Bfwmo8="));
        Assert.Equal(ProofResult.NoSecret, await ProveAsync("https://example.com/hook", "[]", "dzorofCCey+/HxTL3I4p6Bfwmo8=", esp with { HookSecret = null }));

        // The trial before a hook has its key says nothing, and may say nothing else.
        Assert.Equal(ProofResult.Genuine, await ProveAsync("https://example.com/hook", "[]", EspSender.Mandrill("test-webhook", "https://example.com/hook", "[]")));
        Assert.Equal(ProofResult.Forged, await ProveAsync("https://example.com/hook", "[{}]", EspSender.Mandrill("test-webhook", "https://example.com/hook", "[{}]")));
    }

    [Theory]
    [InlineData("user:word", null, "Authorization", "Basic dXNlcjp3b3Jk", true)]
    [InlineData("user:word", null, "Authorization", "Basic dXNlcjp3b3Jl", false)]
    [InlineData("user:word", null, "Authorization", "Bearer user:word", false)]
    [InlineData("token", null, "Authorization", "Bearer token", true)]
    [InlineData("token", null, "Authorization", "Bearer tokens", false)]
    [InlineData("token", null, "Authorization", "token", false)]
    [InlineData("token", "X-Hook", "X-Hook", "token", true)]
    [InlineData("token", "X-Hook", "Authorization", "Bearer token", false)]
    [InlineData("token", "X-Hook", "X-Hook", "Token", false)]
    public void A_secret_stands_in_a_header(string secret, string? name, string header, string value, bool holds) => Assert.Equal(
        holds ? HookProof.Genuine : HookProof.Forged,
        Proofs.Header(Of(new() { Name = "x", Kind = EspKind.Postmark, HookSecret = new Secret(secret), HookHeader = name }, "{}", new HeaderDictionary { [header] = value }, Now)));

    private static EspDelivery Of(EspSettings esp, string body, HeaderDictionary headers, DateTimeOffset now) =>
        new(esp, new HookDelivery("POST", "https://example.com/hook", headers, Encoding.UTF8.GetBytes(body)), now);

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
