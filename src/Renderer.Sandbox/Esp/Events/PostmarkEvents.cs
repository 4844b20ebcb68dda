using System.Globalization;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>Postmark's webhooks: one event a call, a record type each, nothing signed.</summary>
internal static class PostmarkEvents
{
    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys) =>
        EventBody.Signed(EventBody.Request(url, EventBody.Bytes(Body(told)), "application/json", "Postmark"), keys.Basic);

    private static EventBody Body(EspEvent told)
    {
        var at = told.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var failed = told.Kind is EspEventKind.Bounce or EspEventKind.Complaint;
        var body = new EventBody
        {
            ["RecordType"] = told.Kind switch
            {
                EspEventKind.Complaint => "SpamComplaint",
                EspEventKind.Unsubscribe => "SubscriptionChange",
                var kind => kind == EspEventKind.Delivered ? "Delivery" : kind.ToString(),
            },
            ["MessageID"] = told.Mail.Id,
            ["ServerID"] = 5081,
            ["MessageStream"] = "outbound",
            ["Tag"] = told.Mail.Tags.FirstOrDefault() ?? "",
            ["Metadata"] = told.Mail.Metadata,
            [failed ? "Email" : "Recipient"] = told.Mail.To,
        };
        switch (told.Kind)
        {
            case EspEventKind.Delivered:
                (body["DeliveredAt"], body["Details"]) = (at, "250 OK");
                break;
            case EspEventKind.Unsubscribe:
                (body["ChangedAt"], body["Origin"], body["SuppressSending"], body["SuppressionReason"]) = (at, "Recipient", true, "ManualSuppression");
                break;
            case EspEventKind.Open or EspEventKind.Click:
                (body["ReceivedAt"], body["UserAgent"], body["Platform"]) = (at, told.Agent, "Desktop");
                body["Geo"] = new EventBody { ["IP"] = EspEvent.Address };
                body["Client"] = new EventBody { ["Name"] = told.Machine ? "Apple Mail Privacy Protection" : "Chrome" };
                body[told.Kind == EspEventKind.Click ? "OriginalLink" : "FirstOpen"] = told.Kind == EspEventKind.Click ? told.Url : true;
                break;
            default:
                (body["ID"], body["BouncedAt"], body["Inactive"], body["CanActivate"]) = (told.At.ToUnixTimeMilliseconds(), at, !told.Soft, true);
                (body["Type"], body["TypeCode"]) = told.Kind == EspEventKind.Complaint ? ("SpamComplaint", 512) : told.Soft ? ("SoftBounce", 4096) : ("HardBounce", 1);
                (body["Details"], body["From"], body["Subject"]) = (EspEvent.BounceReason, told.Mail.From.Email, told.Mail.Subject);
                break;
        }

        return body;
    }
}
