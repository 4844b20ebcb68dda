using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>SendGrid's event webhook: a list, its end a line break, signed with ECDSA over time and body.</summary>
internal static class SendGridEvents
{
    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys)
    {
        byte[] body = [.. EventBody.Bytes(new[] { Body(told) }), (byte)'\r', (byte)'\n'];
        var time = told.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = EventBody.Request(url, body, "application/json; charset=utf-8", "SendGrid Event API");
        var signature = keys.SendGrid.SignData((byte[])[.. Encoding.ASCII.GetBytes(time), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", time);
        return request;
    }

    private static EventBody Body(EspEvent told)
    {
        var seen = told.Kind is EspEventKind.Open or EspEventKind.Click;
        var bounced = told.Kind == EspEventKind.Bounce;
        var body = new EventBody
        {
            ["email"] = told.Mail.To,
            ["timestamp"] = told.At.ToUnixTimeSeconds(),
            ["smtp-id"] = $"<{told.Mail.Id}@geopod-ismtpd-1>",
            ["event"] = told.Kind switch
            {
                EspEventKind.Complaint => "spamreport",
                EspEventKind.Bounce => "bounce",
                var kind => kind.ToString().ToLowerInvariant(),
            },
            ["category"] = told.Mail.Tags.Length > 0 ? told.Mail.Tags : null,
            ["sg_event_id"] = WebEncoders.Base64UrlEncode(told.Id.ToByteArray()),
            ["sg_message_id"] = told.Mail.Id + ".recvd-5cf8c6d9b4-abcde-1-65A8E3F2-13.0",
            ["response"] = told.Kind == EspEventKind.Delivered ? "250 OK" : null,
            ["useragent"] = seen ? told.Agent : null,
            ["ip"] = seen ? EspEvent.Address : null,
            ["url"] = told.Kind == EspEventKind.Click ? told.Url : null,
            ["sg_machine_open"] = told.Kind == EspEventKind.Open ? told.Machine : null,
            ["reason"] = bounced ? EspEvent.BounceReason : null,
            ["status"] = bounced ? told.Soft ? "4.2.2" : "5.1.1" : null,
            ["type"] = bounced ? told.Soft ? "blocked" : "bounce" : null,
        }.Trimmed();
        foreach (var (name, value) in told.Mail.Metadata)
        {
            body.TryAdd(name, value);
        }

        return body;
    }
}
