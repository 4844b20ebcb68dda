using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>Resend's webhook: Svix's headers, which are those of Standard Webhooks under older names.</summary>
internal static class ResendEvents
{
    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys)
    {
        var body = EventBody.Bytes(Body(told));
        var (id, time) = ("msg_" + told.Name, told.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var signature = HMACSHA256.HashData(keys.ResendBytes, (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{time}."), .. body]);
        var request = EventBody.Request(url, body, "application/json", "Svix-Webhooks/1.0");
        request.Headers.Add("svix-id", id);
        request.Headers.Add("svix-timestamp", time);
        request.Headers.Add("svix-signature", "v1," + Convert.ToBase64String(signature));
        return request;
    }

    private static EventBody Body(EspEvent told) => new()
    {
        ["type"] = told.Kind switch
        {
            EspEventKind.Delivered => "email.delivered",
            EspEventKind.Open => "email.opened",
            EspEventKind.Click => "email.clicked",
            EspEventKind.Bounce => "email.bounced",
            EspEventKind.Complaint => "email.complained",
            _ => "contact.updated",
        },
        ["created_at"] = Wire.Instant(told.At),
        ["data"] = told.Kind == EspEventKind.Unsubscribe ? Contact(told) : Email(told),
    };

    // Resend knows unsubscribing of contacts, not of mails.
    private static EventBody Contact(EspEvent told) => new()
    {
        ["id"] = told.Id, ["email"] = told.Mail.To, ["unsubscribed"] = true, ["created_at"] = Wire.Instant(told.Mail.At), ["updated_at"] = Wire.Instant(told.At),
    };

    private static EventBody Email(EspEvent told) => new EventBody
    {
        ["email_id"] = told.Mail.Id,
        ["created_at"] = Wire.Instant(told.Mail.At),
        ["from"] = told.Mail.From.ToString(),
        ["to"] = new[] { told.Mail.To },
        ["subject"] = told.Mail.Subject,
        ["headers"] = told.Mail.Headers.Where(header => header.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase))
            .Select(header => new EventBody { ["name"] = header.Key, ["value"] = header.Value }).ToArray(),
        ["tags"] = told.Mail.Metadata,
        ["click"] = told.Kind == EspEventKind.Click ? Seen(told, ("link", told.Url)) : null,
        ["open"] = told.Kind == EspEventKind.Open ? Seen(told) : null,
        ["bounce"] = told.Kind == EspEventKind.Bounce
            ? new EventBody { ["type"] = told.Soft ? "Transient" : "Permanent", ["subType"] = "General", ["message"] = EspEvent.BounceReason }
            : null,
    }.Trimmed();

    private static EventBody Seen(EspEvent told, params (string Name, string Value)[] more)
    {
        var body = new EventBody { ["ipAddress"] = EspEvent.Address, ["timestamp"] = Wire.Instant(told.At), ["userAgent"] = told.Agent };
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        return body;
    }
}
