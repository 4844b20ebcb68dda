using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Takes Salesforce's outbound messages. They carry no signature: the connection's secret stands in the address (<c>?secret=</c>) or in a header that
/// a proxy sets once it has checked Salesforce's certificate, and the message must come from the connection's own org.</summary>
internal sealed class SalesforceHook(ConnectionSettings settings, SalesforceSettings kind, ConnectionWatch watch)
{
    /// <summary>Where a proxy puts the secret.</summary>
    public const string SecretHeader = "X-Renderer-Hook-Secret";

    private static readonly HookReply Acknowledged = new("text/xml; charset=utf-8", Encoding.UTF8.GetBytes(
        """<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>"""));

    private readonly byte[]? secret = settings.HookSecret is { Value.Length: > 0 } known ? Encoding.UTF8.GetBytes(known.Value) : null;

    /// <summary>Reads a delivery: whether it is genuine, and only then what it says.</summary>
    public HookReading Read(HookDelivery delivery)
    {
        if (!IsGenuine(delivery))
        {
            return new HookReading(false, []);
        }

        if (OutboundMessage.Parse(delivery.Body, [SalesforceIdentity.Id, kind.EmailField, .. settings.Lookups.Values]) is not { } message)
        {
            watch.HookUnreadable(); // sending it again would not help, so it counts as received
            return new HookReading(true, [], Acknowledged);
        }

        return SalesforceId.Same(message.Organization, kind.OrganizationId!)
            ? new HookReading(true, [.. message.Notifications.Where(IsPerson).SelectMany(ChangesOf)], Acknowledged, DeliveryOf(message))
            : new HookReading(false, []);
    }

    private static string? DeliveryOf(OutboundMessage message) => message.Notifications.Count == 0 || message.Notifications.Any(one => one.Id.Length == 0)
        ? null
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', message.Notifications.Select(one => one.Id).Order(StringComparer.Ordinal)))));

    private bool IsGenuine(HookDelivery delivery) =>
        secret is not null
        && kind.OrganizationId is not null
        && Given(delivery) is { Length: > 0 and <= 512 } given
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), secret);

    private static string? Given(HookDelivery delivery)
    {
        if (delivery.Headers[SecretHeader] is [{ } header])
        {
            return header;
        }

        var query = delivery.Url.IndexOf('?', StringComparison.Ordinal);
        return query >= 0 && QueryHelpers.ParseQuery(delivery.Url[query..]).TryGetValue("secret", out var values) && values is [{ } one] ? one : null;
    }

    private bool IsPerson(OutboundNotification one) =>
        one.Object.Equals(kind.Object, StringComparison.OrdinalIgnoreCase)
        && one.Fields.TryGetValue(SalesforceIdentity.Id, out var id)
        && SalesforceId.IsId(id);

    // A message holds the record as it is now, and not what changed. The names that it has are marked as well: "no such person" under a new one ends.
    private IEnumerable<CrmChange> ChangesOf(OutboundNotification one)
    {
        yield return new CrmChange(Identifier.Id(SalesforceId.Whole(one.Fields[SalesforceIdentity.Id])), null, ChangeKind.Changed);
        if (one.Fields.GetValueOrDefault(kind.EmailField) is { } email && !string.IsNullOrWhiteSpace(email))
        {
            yield return new CrmChange(Identifier.Email(email), null, ChangeKind.Changed);
        }

        foreach (var (lookup, field) in settings.Lookups)
        {
            if (one.Fields.GetValueOrDefault(field) is { } value && !string.IsNullOrWhiteSpace(value))
            {
                yield return new CrmChange(new Identifier(lookup, value), null, ChangeKind.Changed);
            }
        }
    }
}
