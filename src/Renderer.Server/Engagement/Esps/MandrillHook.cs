using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>Mandrill's webhooks: a form, signed over the hook's URL and all fields. https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks</summary>
internal sealed class MandrillHook : IEspHook
{
    private const string Events = "mandrill_events";

    /// <summary>What an address is tried with before its hook exists, and so before its key does: it says nothing.</summary>
    private const string Trial = "[]";

    private static readonly byte[] TrialKey = "test-webhook"u8.ToArray();

    private static readonly Meanings Words = new(new()
    {
        ["send"] = EventIgnored.Accepted,
        ["deferral"] = EventIgnored.Deferred,
        ["delivered"] = OpenKind.Delivered,
        ["hard_bounce"] = OpenKind.Bounced,
        ["soft_bounce"] = OpenKind.Bounced,
        ["open"] = OpenKind.EspOpen,
        ["click"] = OpenKind.EspClick,
        ["spam"] = OpenKind.Complained,
        ["unsub"] = OpenKind.Unsubscribed,
        ["reject"] = OpenKind.Rejected,
        ["inbound"] = EventIgnored.Incoming,
        ["blacklist"] = EventIgnored.Settings,
        ["whitelist"] = EventIgnored.Settings,
    });

    /// <summary>1,000 events, url-encoded.</summary>
    public int MostBytes => 12_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(
        delivery.Secret is not { } key ? HookProof.NoSecret
        : delivery.Form is null ? HookProof.Forged
        : HookProof.Of(Holds(delivery, key) || (delivery.Field(Events) == Trial && Holds(delivery, TrialKey))));

    public IEnumerable<MailEvent> Read(EspDelivery delivery) => Meanings.Read(Fields.Parse(delivery.Field(Events)), told => [Read(told)]);

    private static MailEvent Read(JsonElement told)
    {
        var word = told.Text("event") ?? told.Text("type");
        var (message, time) = (told.Text("_id") ?? told.Text("msg", "_id"), told.Text("ts"));
        return new MailEvent
        {
            Meaning = Words.Of(word),
            Id = message is null ? null : string.Join('\n', word, message, time, told.Text("url")),
            At = Fields.Time(time),
            Address = Fields.Address(told.Text("msg", "email")),
            Agent = told.Text("user_agent"),
            From = Fields.Ip(told.Text("ip")),
        }.With(told.At("msg", "metadata"));
    }

    private static bool Holds(EspDelivery delivery, byte[] key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);
        hash.AppendData(Encoding.UTF8.GetBytes(delivery.Hook.Url));
        foreach (var (name, value) in delivery.Form!.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(Encoding.UTF8.GetBytes(value));
        }

        return Proofs.Same(delivery.Header("X-Mandrill-Signature"), hash.GetHashAndReset(), hex: false);
    }
}
