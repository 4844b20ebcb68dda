using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>Mailgun's webhooks, as JSON and in their older form: time and token are signed, the body is not, so that each token is good for one body.</summary>
internal sealed class MailgunHook : IEspHook
{
    /// <summary>Mailgun signs each attempt anew.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly Meanings Words = new(new()
    {
        ["accepted"] = EventIgnored.Accepted,
        ["delivered"] = OpenKind.Delivered,
        ["opened"] = OpenKind.EspOpen,
        ["clicked"] = OpenKind.EspClick,
        ["bounced"] = OpenKind.Bounced,
        ["dropped"] = OpenKind.Rejected,
        ["rejected"] = OpenKind.Rejected,
        ["complained"] = OpenKind.Complained,
        ["unsubscribed"] = OpenKind.Unsubscribed,
        ["stored"] = EventIgnored.Incoming,
        ["list_member_uploaded"] = EventIgnored.Settings,
        ["list_member_upload_error"] = EventIgnored.Settings,
        ["list_uploaded"] = EventIgnored.Settings,
    });

    public int MostBytes => 1_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Secret is not { } key)
        {
            return new(HookProof.NoSecret);
        }

        var signed = delivery.Form is null ? Fields.Parse(delivery.Body)?.At("signature") : null;
        string? Said(string name) => delivery.Form is null ? signed?.Text(name) : delivery.Field(name);
        var (time, token) = (Said("timestamp"), Said("token"));
        return new(
            token is { Length: > 0 and <= 256 }
            && Proofs.IsRecent(time, delivery.Now, Window)
            && Proofs.Same(Said("signature"), HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(time + token)), hex: true)
                ? new HookProof(ProofResult.Genuine, token)
                : HookProof.Forged);
    }

    public IEnumerable<MailEvent> Read(EspDelivery delivery)
    {
        if (delivery.Form is not null)
        {
            return [ReadForm(delivery)];
        }

        return Fields.Parse(delivery.Body)?.At("event-data") is { ValueKind: JsonValueKind.Object } told ? [Read(told)] : [Meanings.Malformed];
    }

    private static MailEvent Read(JsonElement told)
    {
        var word = told.Text("event");
        return new MailEvent
        {
            Meaning = word == "failed" ? Failed(told) : Words.Of(word),
            Id = told.Text("id") ?? string.Join('\n', word, told.Text("timestamp"), told.Text("message", "headers", "message-id"), told.Text("recipient"), told.Text("url")),
            At = Fields.Time(told.Text("timestamp")),
            Address = Fields.Address(told.Text("recipient") ?? told.Text("message", "headers", "to")),
            Class = told.Text("client-info", "bot") switch
            {
                null or "" => null,
                "apple" => OpenClass.Prefetch,
                "gmail" => OpenClass.Proxy,
                _ => OpenClass.Scanner,
            },
            Agent = told.Text("client-info", "user-agent"),
            From = Fields.Ip(told.Text("ip")),
        }.With(told.At("user-variables"));
    }

    private static Meaning Failed(JsonElement told) =>
        told.Text("severity") == "temporary" ? EventIgnored.Deferred
        : told.Text("reason")?.StartsWith("suppress", StringComparison.Ordinal) == true ? OpenKind.Rejected
        : OpenKind.Bounced;

    private static MailEvent ReadForm(EspDelivery delivery)
    {
        var word = delivery.Field("event");
        var variables = Fields.Parse(delivery.Field("message-headers"))?.Each()
            .Where(header => header.ValueKind == JsonValueKind.Array && header.GetArrayLength() == 2 && header[0].Text() == "X-Mailgun-Variables")
            .Select(header => Fields.Parse(header[1].Text())).FirstOrDefault();
        return new MailEvent
        {
            Meaning = word is null && delivery.Field("body-plain") is not null ? EventIgnored.Incoming : Words.Of(word),
            Id = delivery.Field("token"),
            At = Fields.Time(delivery.Field("timestamp")),
            Address = Fields.Address(delivery.Field("recipient")),
            Agent = delivery.Field("user-agent"),
            From = Fields.Ip(delivery.Field("ip")),
        }.With(variables).With(delivery.Field);
    }
}
