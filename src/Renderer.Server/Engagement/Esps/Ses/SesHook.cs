using System.Text.Json;

namespace Renderer.Server.Engagement.Esps.Ses;

/// <summary>Amazon SES over an SNS topic, whose ARN is <c>hook_key</c>: signed by Amazon, and of that topic alone.</summary>
internal sealed class SesHook(SnsCalls sns) : IEspHook
{
    /// <summary>SNS carries at most 256 KB, which are escaped once more.</summary>
    public int MostBytes => 1_000_000;

    public async ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Esp.HookKey is not { Length: > 0 } topic)
        {
            return HookProof.NoSecret;
        }

        // What costs nothing first: nobody is asked for the sake of what is not ours.
        var own = delivery.Esp.BaseUrl;
        if (SnsMessage.Parse(delivery.Body) is not { } message
            || message.Topic != topic
            || Fields.Time(message.Timestamp) is not { } at || !Proofs.IsRecent(at.ToDate(), delivery.Now, Proofs.Window)
            || SnsCalls.Admit(message.CertificateUrl, own, isCertificate: true) is not { } url)
        {
            return HookProof.Forged;
        }

        if (await sns.KeyAsync(url, cancellationToken) is not { } key)
        {
            return new(ProofResult.NotNow);
        }

        if (!message.IsSignedBy(key))
        {
            return HookProof.Forged;
        }

        if (message.Type != SnsMessage.Confirmation)
        {
            return HookProof.Genuine;
        }

        return SnsCalls.Admit(message.SubscribeUrl, own, isCertificate: false) is not { } subscribe ? HookProof.Forged
            : new(await sns.ConfirmAsync(subscribe, cancellationToken) ? ProofResult.Done : ProofResult.NotNow);
    }

    public IEnumerable<MailEvent> Read(EspDelivery delivery)
    {
        var message = SnsMessage.Parse(delivery.Body);
        if (message?.Type != "Notification")
        {
            return [new MailEvent { Meaning = EventIgnored.Settings }];
        }

        // "Successfully validated SNS topic for Amazon SES event publishing." is no JSON.
        return Fields.Parse(message.Text) is { ValueKind: JsonValueKind.Object } told ? SesEvents.Read(told, message.Id) : [new MailEvent { Meaning = EventIgnored.Test }];
    }
}
