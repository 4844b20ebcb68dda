using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Engagement;

namespace Renderer.ServerTests.Engagement;

/// <summary>Signs as each ESP does, written down a second time.</summary>
internal sealed class EspSender : IDisposable
{
    public const string Secret = "a-secret-of-both";
    public const string Pair = "esp:a-password";
    public const string Token = "a-token-in-a-header";

    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA postal = RSA.Create(2048);
    private readonly byte[] standard = RandomNumberGenerator.GetBytes(32);

    public string SendGridKey => Convert.ToBase64String(curve.ExportSubjectPublicKeyInfo());

    public string PostalKey => Convert.ToBase64String(postal.ExportSubjectPublicKeyInfo());

    public string StandardSecret => "whsec_" + Convert.ToBase64String(standard);

    /// <summary>What stands in workspace.yaml.</summary>
    public string Yaml =>
        $$"""
        esps:
          sendgrid: { type: sendgrid, hook_key: "{{SendGridKey}}" }
          mailgun: { type: mailgun, hook_secret: "${env:ESP_SECRET}" }
          mandrill: { type: mandrill, hook_secret: "${env:ESP_SECRET}" }
          postmark: { type: postmark, hook_secret: "${env:ESP_PAIR}" }
          sparkpost: { type: sparkpost, hook_secret: "${env:ESP_TOKEN}", hook_header: X-Sparkpost-Token }
          resend: { type: resend, hook_secret: "${env:ESP_STANDARD}" }
          braze: { type: braze_currents, hook_secret: "${env:ESP_TOKEN}" }
          brevo: { type: brevo, hook_secret: "${env:ESP_PAIR}" }
          mailjet: { type: mailjet, hook_secret: "${env:ESP_PAIR}" }
          mailersend: { type: mailersend, hook_secret: "${env:ESP_SECRET}" }
          postal: { type: postal, hook_key: "{{PostalKey}}" }
          unisender_go: { type: unisender_go, hook_secret: "${env:ESP_SECRET}" }

        """;

    public Dictionary<string, string> Variables => new()
    {
        ["!ESP_SECRET"] = Secret, ["!ESP_PAIR"] = Pair, ["!ESP_TOKEN"] = Token, ["!ESP_STANDARD"] = StandardSecret,
    };

    /// <summary>A delivery as the ESP sends it.</summary>
    /// <param name="url">The hook's address.</param>
    /// <param name="kind">The ESP.</param>
    /// <param name="payload">Its JSON.</param>
    /// <param name="at">When it is signed; now when left out.</param>
    /// <param name="id">The delivery's id, or token.</param>
    public HttpRequestMessage Request(string url, EspKind kind, string payload, DateTimeOffset? at = null, string? id = null)
    {
        var time = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        id ??= Guid.NewGuid().ToString("n");
        switch (kind)
        {
            case EspKind.SendGrid:
                request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", time);
                request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(
                    curve.SignData(Encoding.UTF8.GetBytes(time + payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
                break;
            case EspKind.Mailgun:
                request.Content = Mailgun(payload, time, id);
                break;
            case EspKind.Mandrill:
                request.Content = new FormUrlEncodedContent([new("mandrill_events", payload)]);
                request.Headers.Add("X-Mandrill-Signature", Mandrill(Secret, url, payload));
                break;
            case EspKind.Resend:
                request.Headers.Add("svix-id", id);
                request.Headers.Add("svix-timestamp", time);
                request.Headers.Add("svix-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(standard, Encoding.UTF8.GetBytes($"{id}.{time}.{payload}"))));
                break;
            case EspKind.BrazeCurrents:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
                break;
            case EspKind.SparkPost:
                request.Headers.Add("X-Sparkpost-Token", Token);
                break;
            case EspKind.MailerSend:
                request.Headers.Add("Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(payload))));
                break;
            case EspKind.Postal:
                request.Headers.Add("X-Postal-Signature", Convert.ToBase64String(postal.SignData(Encoding.UTF8.GetBytes(payload), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)));
                break;
            case EspKind.UnisenderGo:
                request.Content = new StringContent(Unisender(payload), Encoding.UTF8, "application/json");
                break;
            default:
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Pair)));
                break;
        }

        return request;
    }

    public static string Mandrill(string key, string url, string events)
    {
        var signed = Encoding.UTF8.GetBytes(url + "mandrill_events" + events);
#pragma warning disable CA5350 // the vendor signs so
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), signed));
#pragma warning restore CA5350
    }

    public static string MailgunSignature(string key, string time, string token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(time + token)));

    public void Dispose()
    {
        curve.Dispose();
        postal.Dispose();
    }

    private static HttpContent Mailgun(string payload, string time, string token)
    {
        var told = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(payload)!;
        var signature = MailgunSignature(Secret, time, token);
        if (told.ContainsKey("event-data"))
        {
            told["signature"] = JsonSerializer.SerializeToElement(new { timestamp = time, token, signature });
            return new StringContent(JsonSerializer.Serialize(told), Encoding.UTF8, "application/json");
        }

        var form = new MultipartFormDataContent("a-boundary-of-the-tests");
        foreach (var (name, value) in told.Where(field => field.Key is not ("timestamp" or "token" or "signature")))
        {
            foreach (var one in value.Each())
            {
                form.Add(new StringContent(one.ToString()), name);
            }
        }

        form.Add(new StringContent(time), "timestamp");
        form.Add(new StringContent(token), "token");
        form.Add(new StringContent(signature), "signature");
        return form;
    }

    private static string Unisender(string payload)
    {
        var at = payload.IndexOf('{', StringComparison.Ordinal);
        var body = payload[..(at + 1)] + "\"auth\":\"" + Secret + "\"," + payload[(at + 1)..];
#pragma warning disable CA5351 // the vendor signs so
        var auth = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
        return body.Replace(Secret, auth, StringComparison.Ordinal);
    }
}
