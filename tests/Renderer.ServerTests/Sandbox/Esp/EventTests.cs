using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

/// <summary>Events are checked as the vendors say, written down a second time.</summary>
public sealed class EventTests
{
    private static readonly string[] Kinds = ["delivered", "open", "click", "bounce", "complaint", "unsubscribe"];

    [Fact]
    public async Task SendGrid_signs_time_and_body_with_ECDSA()
    {
        await using var stage = await EventStage.StartAsync();
        await stage.Sandbox.CallAsync(
            "/v3/mail/send",
            """{"personalizations":[{"to":[{"email":"ann@x.example"}],"custom_args":{"renderer_message":"m1"}}],"from":{"email":"n@s.example"},"subject":"s","content":[{"type":"text/plain","value":"t"}]}""",
            202,
            ("Authorization", "Bearer " + EspSandbox.Key));

        var told = await stage.TellAllAsync();

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String((await stage.HooksAsync("sendgrid")).Text("hook_key")!), out _);
        Assert.All(told, one => Assert.True(key.VerifyData(
            (byte[])[.. Encoding.ASCII.GetBytes(one.Header("X-Twilio-Email-Event-Webhook-Timestamp")), .. one.Body],
            Convert.FromBase64String(one.Header("X-Twilio-Email-Event-Webhook-Signature")),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence)));
        var events = told.Select(one => JsonDocument.Parse(one.Body).RootElement[0]).ToList();
        Assert.Equal(["delivered", "open", "click", "bounce", "spamreport", "unsubscribe"], events.Select(one => one.Text("event")));
        Assert.All(events, one => Assert.Equal(("ann@x.example", "m1"), (one.Text("email"), one.Text("renderer_message"))));
        Assert.StartsWith((await stage.Sandbox.MailsAsync())[0].Text("id")!, events[0].Text("sg_message_id"), StringComparison.Ordinal);
        Assert.Equal("https://shop.example/", events[2].Text("url"));
    }

    [Fact]
    public async Task Mailgun_signs_time_and_token_within_the_body()
    {
        await using var stage = await EventStage.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3/s.example/messages")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["from"] = "n@s.example", ["to"] = "ann@x.example", ["text"] = "t", ["v:renderer_message"] = "m1" }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", MailgunTests.Basic);
        await stage.Sandbox.CallAsync(request, 200);

        var told = (await stage.TellAllAsync()).Select(one => JsonDocument.Parse(one.Body).RootElement).ToList();

        Assert.All(told.Select(one => one.GetProperty("signature")), one => Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(EventStage.Secret), Encoding.UTF8.GetBytes(one.Text("timestamp") + one.Text("token")))), one.Text("signature")));
        Assert.Equal(["delivered", "opened", "clicked", "failed", "complained", "unsubscribed"], told.Select(one => one.GetProperty("event-data").Text("event")));
        Assert.All(told, one => Assert.Equal("m1", one.GetProperty("event-data").GetProperty("user-variables").Text("renderer_message")));
        Assert.Equal(6, told.Select(one => one.GetProperty("signature").Text("token")).Distinct().Count());
    }

    [Fact]
    public async Task Postmark_and_SparkPost_say_user_and_password()
    {
        await using var stage = await EventStage.StartAsync();
        await stage.Sandbox.CallAsync("/email", """{"From":"n@s.example","To":"ann@x.example","TextBody":"t","Metadata":{"renderer_message":"m1"}}""", 200, ("X-Postmark-Server-Token", EspSandbox.Key));
        var postmark = await stage.TellAllAsync();
        await stage.Sandbox.CallAsync(
            "/api/v1/transmissions", """{"content":{"from":"n@s.example","subject":"s","text":"t"},"recipients":[{"address":"ann@x.example","metadata":{"renderer_message":"m1"}}]}""", 200, ("Authorization", EspSandbox.Key));
        var sparkpost = await stage.TellAllAsync();

        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes((await stage.HooksAsync("postmark")).Text("hook_secret")!));
        Assert.All(postmark.Concat(sparkpost), one => Assert.Equal(basic, one.Header("Authorization")));
        Assert.Equal(["Delivery", "Open", "Click", "Bounce", "SpamComplaint", "SubscriptionChange"], postmark.Select(one => JsonDocument.Parse(one.Body).RootElement.Text("RecordType")));
        var inner = sparkpost.Select(one => JsonDocument.Parse(one.Body).RootElement[0].GetProperty("msys").EnumerateObject().Single()).ToList();
        Assert.Equal(["message_event delivery", "track_event open", "track_event click", "message_event bounce", "message_event spam_complaint", "unsubscribe_event link_unsubscribe"], inner.Select(one => $"{one.Name} {one.Value.Text("type")}"));
        Assert.All(inner, one => Assert.Equal("m1", one.Value.GetProperty("rcpt_meta").Text("renderer_message")));
    }

    [Fact]
    [SuppressMessage("Security", "CA5350", Justification = "Mandrill signs so.")]
    public async Task Mandrill_signs_the_address_and_the_form()
    {
        await using var stage = await EventStage.StartAsync();
        await stage.Sandbox.CallAsync(
            "/api/1.0/messages/send.json",
            """{"key":"SG.sandbox-secret","message":{"text":"ü & +","from_email":"n@s.example","to":[{"email":"ann@x.example"}],"metadata":{"renderer_message":"m1"}}}""",
            200);

        var told = await stage.TellAllAsync();

        Assert.All(told, one =>
        {
            var events = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(one.Body))["mandrill_events"].Single();
            Assert.Equal(Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(EventStage.Secret), Encoding.UTF8.GetBytes(one.Url + "mandrill_events" + events))), one.Header("X-Mandrill-Signature"));
        });
        var events = told.Select(one => JsonDocument.Parse(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(one.Body))["mandrill_events"].Single()!).RootElement[0]).ToList();
        Assert.Equal(["delivered", "open", "click", "hard_bounce", "spam", "unsub"], events.Select(one => one.Text("event")));
        Assert.All(events, one => Assert.Equal("m1", one.GetProperty("msg").GetProperty("metadata").Text("renderer_message")));
    }

    [Fact]
    public async Task Resend_signs_as_Svix_does()
    {
        await using var stage = await EventStage.StartAsync();
        await stage.Sandbox.CallAsync("/emails", """{"from":"n@s.example","to":"ann@x.example","subject":"s","text":"t","headers":{"X-Renderer-Message":"m1"}}""", 200, ("Authorization", "Bearer " + EspSandbox.Key));

        var told = await stage.TellAllAsync();

        var key = Convert.FromBase64String((await stage.HooksAsync("resend")).Text("hook_secret")!["whsec_".Length..]);
        Assert.All(told, one => Assert.Equal(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes($"{one.Header("svix-id")}.{one.Header("svix-timestamp")}."), .. one.Body])), one.Header("svix-signature")));
        var events = told.Select(one => JsonDocument.Parse(one.Body).RootElement).ToList();
        Assert.Equal(["email.delivered", "email.opened", "email.clicked", "email.bounced", "email.complained", "contact.updated"], events.Select(one => one.Text("type")));
        Assert.Equal("m1", events[1].GetProperty("data").GetProperty("headers")[0].Text("value"));
    }

    [Fact]
    public async Task SNS_asks_for_a_confirmation_first_and_signs_with_RSA()
    {
        await using var stage = await EventStage.StartAsync();
        await SesTests.CallAsync(
            stage.Sandbox,
            "/v2/email/outbound-emails",
            """{"FromEmailAddress":"n@s.example","Destination":{"ToAddresses":["ann@x.example"]},"EmailTags":[{"Name":"renderer_message","Value":"m1"}],"Content":{"Simple":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"t"}}}}}""",
            200);

        var confirmation = await stage.NextAsync();
        var body = JsonDocument.Parse(confirmation.Body).RootElement;
        Assert.Equal("SubscriptionConfirmation", confirmation.Header("x-amz-sns-message-type"));
        Assert.StartsWith(stage.Sandbox.Url.ToString(), body.Text("SubscribeURL"), StringComparison.Ordinal);
        await stage.Sandbox.Http.GetStringAsync(body.Text("SubscribeURL"));
        var told = await stage.TellAllAsync();

        using var certificate = X509Certificate2.CreateFromPem(await stage.Sandbox.Http.GetStringAsync(body.Text("SigningCertURL")));
        using var rsa = certificate.GetRSAPublicKey()!;
        Assert.All(told.Prepend(confirmation), one =>
        {
            var message = JsonDocument.Parse(one.Body).RootElement;
            string[] names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
            var text = string.Concat(names.Where(name => message.TryGetProperty(name, out _)).Select(name => $"{name}\n{message.Text(name)}\n"));
            Assert.True(rsa.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(message.Text("Signature")!), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        });
        var events = told.Select(one => JsonDocument.Parse(JsonDocument.Parse(one.Body).RootElement.Text("Message")!).RootElement).ToList();
        Assert.Equal(["Delivery", "Open", "Click", "Bounce", "Complaint", "Subscription"], events.Select(one => one.Text("eventType")));
        Assert.All(events, one => Assert.Equal("m1", one.GetProperty("mail").GetProperty("tags").GetProperty("renderer_message")[0].GetString()));
    }

    [Fact]
    public async Task What_is_not_taken_comes_again_as_it_was()
    {
        await using var stage = await EventStage.StartAsync(answer: count => count == 1 ? 503 : 200);
        await stage.Sandbox.CallAsync("/email", """{"From":"n@s.example","To":"ann@x.example","TextBody":"t"}""", 200, ("X-Postmark-Server-Token", EspSandbox.Key));

        var (first, second) = (await stage.NextAsync(), await stage.NextAsync());

        Assert.Equal(first.Body, second.Body);
        var unknown = await stage.Sandbox.PostAsync("/sandbox/outbox/1/events/sneeze", new { }, 400);
        Assert.Equal("unknown_field", unknown.Text("code"));
    }

    /// <summary>A call that came.</summary>
    private sealed record Told(string Url, IHeaderDictionary Headers, byte[] Body)
    {
        public string Header(string name) => Headers[name].ToString();
    }

    /// <summary>A sandbox and somebody who is told of its mails.</summary>
    private sealed class EventStage : IAsyncDisposable
    {
        public const string Secret = "event-secret";

        private readonly Channel<Told> told = Channel.CreateUnbounded<Told>();
        private WebApplication receiver = null!;

        public RunningSandbox Sandbox { get; private set; } = null!;

        public static async Task<EventStage> StartAsync(Func<int, int>? answer = null)
        {
            var stage = new EventStage();
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            stage.receiver = builder.Build();
            var count = 0;
            stage.receiver.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value));
                stage.told.Writer.TryWrite(new Told($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}", headers, body.ToArray()));
                context.Response.StatusCode = answer?.Invoke(Interlocked.Increment(ref count)) ?? 200;
            });
            await stage.receiver.StartAsync();
            stage.Sandbox = await RunningSandbox.StartAsync($"EspHookUrl={stage.receiver.Urls.Single()}/hooks/default/{{esp}}", $"HookSecret={Secret}");
            return stage;
        }

        public async Task<Told> NextAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await told.Reader.ReadAsync(limit.Token);
        }

        /// <summary>The delivery that is told by itself, and all others of the newest mail.</summary>
        public async Task<List<Told>> TellAllAsync()
        {
            var all = new List<Told> { await NextAsync() };
            var number = (await Sandbox.MailsAsync())[^1].GetProperty("number").GetInt64();
            foreach (var kind in Kinds.Skip(1))
            {
                var answer = await Sandbox.PostAsync($"/sandbox/outbox/{number}/events/{kind}", new { });
                Assert.Equal(200, answer.GetProperty("hook_status").GetInt32());
                all.Add(await NextAsync());
            }

            return all;
        }

        public async Task<JsonElement> HooksAsync(string esp) => (await Sandbox.GetAsync("/sandbox/hooks")).GetProperty(esp);

        public async ValueTask DisposeAsync()
        {
            await Sandbox.DisposeAsync();
            await receiver.DisposeAsync();
        }
    }
}
