using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>Mandrill's webhook: a form with one field, signed over the address and the field.</summary>
internal static class MandrillEvents
{
    private const string Field = "mandrill_events";

    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys)
    {
        var events = EventBody.Json(new[] { Body(told) });
        var body = Encoding.ASCII.GetBytes($"{Field}={Uri.EscapeDataString(events)}");
        var request = EventBody.Request(url, body, "application/x-www-form-urlencoded", "Mandrill-Webhook/1.0");
        request.Headers.Add("X-Mandrill-Signature", Sign(keys.Shared, url.AbsoluteUri + Field + events));
        return request;
    }

    /// <summary>Base64 of HMAC-SHA1.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Mandrill signs so.")]
    public static string Sign(string key, string text) => Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    private static EventBody Body(EspEvent told) => new EventBody
    {
        ["event"] = told.Kind switch
        {
            EspEventKind.Delivered => "delivered",
            EspEventKind.Open => "open",
            EspEventKind.Click => "click",
            EspEventKind.Bounce => told.Soft ? "soft_bounce" : "hard_bounce",
            EspEventKind.Complaint => "spam",
            _ => "unsub",
        },
        ["_id"] = told.Mail.Id,
        ["ts"] = told.At.ToUnixTimeSeconds(),
        ["url"] = told.Kind == EspEventKind.Click ? told.Url : null,
        ["ip"] = told.Kind is EspEventKind.Open or EspEventKind.Click ? EspEvent.Address : null,
        ["user_agent"] = told.Kind is EspEventKind.Open or EspEventKind.Click ? told.Agent : null,
        ["msg"] = new EventBody
        {
            ["_id"] = told.Mail.Id,
            ["ts"] = told.Mail.At.ToUnixTimeSeconds(),
            ["state"] = told.Kind == EspEventKind.Bounce ? told.Soft ? "soft-bounced" : "bounced" : "sent",
            ["email"] = told.Mail.To,
            ["sender"] = told.Mail.From.Email,
            ["subject"] = told.Mail.Subject,
            ["tags"] = told.Mail.Tags,
            ["metadata"] = told.Mail.Metadata,
            ["bounce_description"] = told.Kind == EspEventKind.Bounce ? "bad_mailbox" : null,
            ["diag"] = told.Kind == EspEventKind.Bounce ? EspEvent.BounceReason : null,
        }.Trimmed(),
    }.Trimmed();
}
