using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>SES's events as SNS brings them: JSON within JSON, signed with RSA under a certificate that can be fetched.</summary>
internal static class SesEvents
{
    /// <summary>Where the certificate is served, below the sandbox's own address.</summary>
    public const string Certificate = "/SimpleNotificationService-sandbox.pem";

    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys, Uri home) => Sns(url, keys, new EventBody
    {
        ["Type"] = "Notification",
        ["MessageId"] = told.Id.ToString(),
        ["TopicArn"] = EventKeys.Topic,
        ["Subject"] = "Amazon SES Email Event Notification",
        ["Message"] = EventBody.Json(Body(told)),
        ["Timestamp"] = Wire.Instant(told.At),
        ["SignatureVersion"] = "2",
        ["SigningCertURL"] = new Uri(home, Certificate).AbsoluteUri,
        ["UnsubscribeURL"] = new Uri(home, "/sandbox/sns/unsubscribe").AbsoluteUri,
    });

    /// <summary>What SNS sends before anything else: whoever owns the address fetches SubscribeURL.</summary>
    public static HttpRequestMessage Confirmation(Uri url, string token, DateTimeOffset now, EventKeys keys, Uri home) => Sns(url, keys, new EventBody
    {
        ["Type"] = "SubscriptionConfirmation",
        ["MessageId"] = Guid.NewGuid().ToString(),
        ["Token"] = token,
        ["TopicArn"] = EventKeys.Topic,
        ["Message"] = $"You have chosen to subscribe to the topic {EventKeys.Topic}.\nTo confirm the subscription, visit the SubscribeURL included in this message.",
        ["SubscribeURL"] = new Uri(home, $"/sandbox/sns/confirm?Action=ConfirmSubscription&TopicArn={EventKeys.Topic}&Token={token}").AbsoluteUri,
        ["Timestamp"] = Wire.Instant(now),
        ["SignatureVersion"] = "2",
        ["SigningCertURL"] = new Uri(home, Certificate).AbsoluteUri,
    });

    private static HttpRequestMessage Sns(Uri url, EventKeys keys, EventBody body)
    {
        string[] signed = (string)body["Type"]! == "Notification"
            ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
            : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var text = string.Concat(signed.Where(body.ContainsKey).Select(name => $"{name}\n{body[name]}\n"));
        body["Signature"] = Convert.ToBase64String(keys.Sns.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var request = EventBody.Request(url, EventBody.Bytes(body), "text/plain; charset=UTF-8", "Amazon Simple Notification Service Agent");
        request.Headers.Add("x-amz-sns-message-type", (string)body["Type"]!);
        request.Headers.Add("x-amz-sns-message-id", (string)body["MessageId"]!);
        request.Headers.Add("x-amz-sns-topic-arn", EventKeys.Topic);
        return request;
    }

    private static EventBody Body(EspEvent told)
    {
        var (type, detail) = told.Kind switch
        {
            EspEventKind.Delivered => ("Delivery", new EventBody { ["timestamp"] = Wire.Instant(told.At), ["recipients"] = new[] { told.Mail.To }, ["smtpResponse"] = "250 OK" }),
            EspEventKind.Open => ("Open", Seen(told)),
            EspEventKind.Click => ("Click", Seen(told)),
            EspEventKind.Bounce => ("Bounce", new EventBody
            {
                ["bounceType"] = told.Soft ? "Transient" : "Permanent",
                ["bounceSubType"] = "General",
                ["bouncedRecipients"] = new[] { new EventBody { ["emailAddress"] = told.Mail.To, ["status"] = told.Soft ? "4.2.2" : "5.1.1", ["diagnosticCode"] = "smtp; " + EspEvent.BounceReason } },
                ["timestamp"] = Wire.Instant(told.At),
                ["feedbackId"] = told.Name,
            }),
            EspEventKind.Complaint => ("Complaint", new EventBody
            {
                ["complainedRecipients"] = new[] { new EventBody { ["emailAddress"] = told.Mail.To } },
                ["complaintFeedbackType"] = "abuse",
                ["timestamp"] = Wire.Instant(told.At),
                ["feedbackId"] = told.Name,
            }),
            _ => ("Subscription", new EventBody
            {
                ["contactList"] = "sandbox",
                ["timestamp"] = Wire.Instant(told.At),
                ["source"] = "UnsubscribeHeader",
                ["newTopicPreferences"] = new EventBody { ["unsubscribeAll"] = true, ["topicSubscriptionStatus"] = Array.Empty<object>() },
                ["oldTopicPreferences"] = new EventBody { ["unsubscribeAll"] = false, ["topicSubscriptionStatus"] = Array.Empty<object>() },
            }),
        };
        return new EventBody
        {
            ["eventType"] = type,
            ["mail"] = new EventBody
            {
                ["timestamp"] = Wire.Instant(told.Mail.At),
                ["messageId"] = told.Mail.Id,
                ["source"] = told.Mail.From.Email,
                ["destination"] = new[] { told.Mail.To },
                ["headersTruncated"] = false,
                ["headers"] = told.Mail.Headers.Select(header => new EventBody { ["name"] = header.Key, ["value"] = header.Value }).ToArray(),
                ["tags"] = told.Mail.Metadata.ToDictionary(tag => tag.Key, tag => new[] { tag.Value }),
            },
            [type.ToLowerInvariant()] = detail,
        };
    }

    private static EventBody Seen(EspEvent told) => new EventBody
    {
        ["timestamp"] = Wire.Instant(told.At), ["ipAddress"] = EspEvent.Address, ["userAgent"] = told.Agent, ["link"] = told.Kind == EspEventKind.Click ? told.Url : null,
    }.Trimmed();
}
