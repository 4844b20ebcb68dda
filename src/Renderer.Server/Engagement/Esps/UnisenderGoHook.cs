using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>Unisender Go's webhooks: <c>auth</c> is the MD5 of the body with the API key in its place. https://godocs.unisender.ru/web-api-ref#callback-format</summary>
internal sealed class UnisenderGoHook : IEspHook
{
    private static readonly Meanings Words = new(new()
    {
        ["sent"] = EventIgnored.Accepted,
        ["soft_bounced"] = EventIgnored.Deferred,
        ["delivered"] = OpenKind.Delivered,
        ["opened"] = OpenKind.EspOpen,
        ["clicked"] = OpenKind.EspClick,
        ["hard_bounced"] = OpenKind.Bounced,
        ["spam"] = OpenKind.Complained,
        ["unsubscribed"] = OpenKind.Unsubscribed,
        ["subscribed"] = EventIgnored.Subscribed,
    });

    public int MostBytes => 4_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(
        delivery.Esp.HookSecret is not { Value.Length: > 0 } key ? HookProof.NoSecret : HookProof.Of(IsGenuine(delivery, key.Value)));

    public IEnumerable<MailEvent> Read(EspDelivery delivery) => Meanings.Read(Fields.Parse(delivery.Body), Read);

    private static IEnumerable<MailEvent> Read(JsonElement told) => told.At("events_by_user") is { } users
        ? users.Each().SelectMany(user => user.At("events")?.Each() ?? []).Select(one => ReadOne(one.Text("event_name"), one.At("event_data") ?? one))
        : [ReadOne(told.Text("event_name"), told)];

    private static MailEvent ReadOne(string? name, JsonElement told)
    {
        var (word, time) = (told.Text("status"), told.Text("event_time"));
        return new MailEvent
        {
            Meaning = name == "transactional_spam_block" ? EventIgnored.Settings : Words.Of(word),
            Id = string.Join('\n', word, told.Text("job_id"), told.Text("email"), time, told.Text("url")),
            At = Fields.Time(time),
            Address = Fields.Address(told.Text("email")),
            Agent = told.Text("delivery_info", "user_agent"),
            From = Fields.Ip(told.Text("delivery_info", "ip")),
        }.With(told.At("metadata"));
    }

    private static bool IsGenuine(EspDelivery delivery, string key)
    {
        if (Fields.Parse(delivery.Body)?.Text("auth") is not { Length: 32 } auth)
        {
            return false;
        }

        var body = Encoding.UTF8.GetString(delivery.Body.Span);
        var at = body.IndexOf(auth, StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

#pragma warning disable CA5351 // the vendor signs so, and with nothing else
        return Proofs.Same(auth, MD5.HashData(Encoding.UTF8.GetBytes(string.Concat(body.AsSpan(0, at), key, body.AsSpan(at + auth.Length)))), hex: true);
#pragma warning restore CA5351
    }
}
