using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Xunit;

namespace Renderer.ServerTests.Engagement;

/// <summary>SES over a topic of SNS, from its confirmation on; the stand-in for Amazon has a certificate of its own.</summary>
public sealed class SesTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:111111111111:mails";

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_subscription_is_confirmed_and_what_it_brings_is_taken_once(string version)
    {
        await using var amazon = await Amazon.StartAsync();
        await using var stage = await EspStage.StartAsync($"  ses: {{ type: ses, hook_key: \"{Topic}\", base_url: \"{amazon.Url}\" }}\n");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(stage, amazon.Sign(version, "SubscriptionConfirmation", "You have chosen to subscribe.", "s1")));
        Assert.Equal(1, amazon.Confirmed);

        var told = JsonSerializer.Serialize(new
        {
            eventType = "Bounce",
            mail = new { destination = new[] { "p0001@people.example" }, tags = new Dictionary<string, string[]> { ["renderer_template"] = ["hello"] }, headers = new[] { new { name = "X-Renderer-Message", value = "bf/1" } } },
            bounce = new { bounceType = "Permanent", bouncedRecipients = new[] { new { emailAddress = "p0001@people.example" } }, timestamp = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) },
        });
        var message = amazon.Sign(version, "Notification", told, "n1");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(stage, message));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(stage, message));
        Assert.Equal(OpenKind.Bounced, Assert.Single(await stage.EventsAsync("bf/1", Identifier.Email("p0001@people.example"))).Kind);
        Assert.Equal(1, Assert.Single(await stage.CountsAsync()).Value);

        // Of another topic, from elsewhere, changed, and old.
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(stage, amazon.Sign(version, "Notification", told, "n2", topic: Topic + "2")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(stage, amazon.Sign(version, "Notification", told, "n3", certificate: "http://127.0.0.1:9/own.pem")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(stage, message.Replace("p0001@", "p0002@", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(stage, amazon.Sign(version, "Notification", told, "n4", at: TimeProvider.System.GetUtcNow().AddDays(-4))));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(stage, amazon.Sign(version, "SubscriptionConfirmation", "x", "s2", subscribe: "http://127.0.0.1:9/confirm")));
        Assert.Equal((1, 1L), (amazon.Confirmed, (await stage.CountsAsync()).Values.Sum()));

        // While Amazon's certificate cannot be had: later.
        amazon.IsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(stage, amazon.Sign(version, "Notification", told, "n5", certificate: amazon.Url + "/newer.pem")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(stage, amazon.Sign(version, "SubscriptionConfirmation", "x", "s3")));
    }

    private static async Task<HttpStatusCode> SendAsync(EspStage stage, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, stage.Url("ses")) { Content = new StringContent(message, Encoding.UTF8, "text/plain") };
        return await stage.SendAsync(request);
    }

    private sealed class Amazon : IAsyncDisposable
    {
        private readonly RSA key = RSA.Create(2048);
        private readonly WebApplication app;
        private int confirmed;

        private Amazon()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            app = builder.Build();
            var request = new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            var pem = certificate.ExportCertificatePem();
            app.Run(async context =>
            {
                if (IsDown)
                {
                    context.Response.StatusCode = 503;
                }
                else if (context.Request.Path.Value!.EndsWith(".pem", StringComparison.Ordinal))
                {
                    await context.Response.WriteAsync(pem);
                }
                else
                {
                    Interlocked.Increment(ref confirmed);
                    await context.Response.WriteAsync("<ConfirmSubscriptionResponse/>");
                }
            });
        }

        public string Url => app.Urls.Single();

        public bool IsDown { get; set; }

        public int Confirmed => confirmed;

        public static async Task<Amazon> StartAsync()
        {
            var amazon = new Amazon();
            await amazon.app.StartAsync();
            return amazon;
        }

        public string Sign(
            string version, string type, string text, string id, string topic = Topic, string? certificate = null, DateTimeOffset? at = null, string? subscribe = null)
        {
            var message = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Message"] = text, ["MessageId"] = id, ["Timestamp"] = (at ?? TimeProvider.System.GetUtcNow()).UtcDateTime.ToString("O", CultureInfo.InvariantCulture), ["TopicArn"] = topic, ["Type"] = type,
            };
            if (type != "Notification")
            {
                (message["SubscribeURL"], message["Token"]) = (subscribe ?? Url + "/?Action=ConfirmSubscription&Token=t", "t");
            }

            var signed = Encoding.UTF8.GetBytes(string.Concat(message.Select(pair => $"{pair.Key}\n{pair.Value}\n")));
            message["Signature"] = Convert.ToBase64String(key.SignData(signed, version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            (message["SignatureVersion"], message["SigningCertURL"]) = (version, certificate ?? Url + "/SimpleNotificationService-own.pem");
            return JsonSerializer.Serialize(message);
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            key.Dispose();
        }
    }
}
