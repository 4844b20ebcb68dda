using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Hooks;

/// <summary>One event of a webhook's array.</summary>
/// <param name="EventId">The same at every attempt.</param>
/// <param name="Kind">contact.propertyChange, contact.creation, contact.deletion or contact.privacyDeletion.</param>
/// <param name="ObjectId">The record id: a number where it is one, as at HubSpot, else text.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Source">CRM_UI for the sandbox's own routes, API for the CRM's.</param>
internal sealed record HookEvent(long EventId, string Kind, string ObjectId, DateTimeOffset OccurredAt, string Source)
{
    private const int PortalId = 424242;
    private const int AppId = 5081;

    /// <summary>The property that changed; null for other kinds.</summary>
    public string? Property { get; init; }

    /// <summary>Its new value; null where it was cleared.</summary>
    public string? Value { get; init; }

    public void Write(Utf8JsonWriter writer, int attempt)
    {
        writer.WriteStartObject();
        writer.WriteNumber("eventId", EventId);
        writer.WriteNumber("subscriptionId", 100 + Kind.Length);
        writer.WriteNumber("portalId", PortalId);
        writer.WriteNumber("appId", AppId);
        writer.WriteNumber("occurredAt", OccurredAt.ToUnixTimeMilliseconds());
        writer.WriteString("subscriptionType", Kind);
        writer.WriteNumber("attemptNumber", attempt);
        if (ObjectId.Length < 19 && ObjectId.All(char.IsAsciiDigit))
        {
            writer.WriteNumber("objectId", long.Parse(ObjectId, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteString("objectId", ObjectId);
        }

        writer.WriteString("changeSource", Source);
        if (Property is not null)
        {
            writer.WriteString("propertyName", Property);
            writer.WriteString("propertyValue", Value ?? "");
        }
        else
        {
            writer.WriteString("changeFlag", Kind == "contact.creation" ? "NEW" : "DELETED");
        }

        writer.WriteEndObject();
    }
}
