using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>Mailgun's webhook: the signature, over a time and a token, stands in the body beside the event.</summary>
internal static class MailgunEvents
{
    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys)
    {
        var time = told.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(25));
        var body = EventBody.Bytes(new EventBody
        {
            ["signature"] = new EventBody { ["token"] = token, ["timestamp"] = time, ["signature"] = Sign(keys.Shared, time, token) },
            ["event-data"] = Body(told),
        });
        return EventBody.Request(url, body, "application/json", "mailgun/treq-20.9.0");
    }

    /// <summary>Lower-case hex of HMAC-SHA256.</summary>
    public static string Sign(string key, string time, string token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(time + token)));

    private static EventBody Body(EspEvent told)
    {
        var bounced = told.Kind == EspEventKind.Bounce;
        return new EventBody
        {
            ["event"] = told.Kind switch
            {
                EspEventKind.Delivered => "delivered",
                EspEventKind.Open => "opened",
                EspEventKind.Click => "clicked",
                EspEventKind.Bounce => "failed",
                EspEventKind.Complaint => "complained",
                _ => "unsubscribed",
            },
            ["id"] = told.Name,
            ["timestamp"] = told.At.ToUnixTimeMilliseconds() / 1000.0,
            ["log-level"] = bounced ? "error" : "info",
            ["recipient"] = told.Mail.To,
            ["recipient-domain"] = told.Mail.To[(told.Mail.To.IndexOf('@', StringComparison.Ordinal) + 1)..],
            ["severity"] = bounced ? told.Soft ? "temporary" : "permanent" : null,
            ["reason"] = bounced ? "bounce" : null,
            ["delivery-status"] = bounced ? new EventBody { ["code"] = told.Soft ? 450 : 550, ["message"] = EspEvent.BounceReason } : null,
            ["url"] = told.Kind == EspEventKind.Click ? told.Url : null,
            ["ip"] = told.Kind is EspEventKind.Open or EspEventKind.Click ? EspEvent.Address : null,
            ["client-info"] = told.Kind is EspEventKind.Open or EspEventKind.Click
                ? new EventBody { ["client-type"] = told.Machine ? "robot" : "browser", ["bot"] = told.Machine ? "apple" : "", ["user-agent"] = told.Agent, ["device-type"] = told.Machine ? "unknown" : "desktop" }
                : null,
            ["message"] = new EventBody
            {
                ["headers"] = new EventBody
                {
                    ["message-id"] = told.Mail.Id.Trim('<', '>'), ["to"] = told.Header("To") ?? told.Mail.To, ["from"] = told.Mail.From.ToString(), ["subject"] = told.Mail.Subject,
                },
            },
            ["tags"] = told.Mail.Tags,
            ["user-variables"] = told.Mail.Metadata,
        }.Trimmed();
    }
}
