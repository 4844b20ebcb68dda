using System.Xml;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>A delivery of Salesforce's outbound messages: an org's records as they are now, up to 100.</summary>
/// <param name="Organization">The org that sent it.</param>
/// <param name="Notifications">The notifications, each of one record.</param>
internal sealed record OutboundMessage(string Organization, IReadOnlyList<OutboundNotification> Notifications)
{
    private const string Outbound = "http://soap.sforce.com/2005/09/outbound";
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>As many as Salesforce puts into one; more are none of its.</summary>
    private const int MostNotifications = 100;

    /// <summary>An envelope, its body, the notifications, one of them, its record, a field.</summary>
    private const int DeepestLevel = 8;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 2_000_000,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads a SOAP body; null when it is no such message.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="fields">The record's fields to keep; names are compared without case.</param>
    public static OutboundMessage? Parse(ReadOnlyMemory<byte> body, IReadOnlyCollection<string> fields)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, Strict);
            return Read(reader, fields);
        }
        catch (Exception exception) when (exception is XmlException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static OutboundMessage? Read(XmlReader reader, IReadOnlyCollection<string> fields)
    {
        string? organization = null;
        var notifications = new List<OutboundNotification>();
        var isMessage = false;
        while (!reader.EOF)
        {
            if (reader.Depth > DeepestLevel || notifications.Count > MostNotifications)
            {
                return null;
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
            }
            else if (reader.NamespaceURI == Outbound && reader.LocalName is "OrganizationId" or "Id")
            {
                var isOrganization = reader.LocalName == "OrganizationId";
                var text = reader.ReadElementContentAsString().Trim();
                if (isOrganization)
                {
                    organization = organization is null ? text : throw new FormatException("Two orgs.");
                }
                else if (notifications.Count > 0)
                {
                    notifications[^1] = notifications[^1] with { Id = text };
                }
            }
            else if (reader.NamespaceURI == Outbound && reader.LocalName == "sObject" && notifications.Count > 0)
            {
                var type = reader.GetAttribute("type", Instance) ?? "";
                notifications[^1] = notifications[^1] with { Object = type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..] };
                reader.Read();
            }
            else if (notifications.Count > 0 && reader.NamespaceURI != Outbound && fields.Contains(reader.LocalName, StringComparer.OrdinalIgnoreCase))
            {
                var name = reader.LocalName;
                notifications[^1].Fields[name] = reader.ReadElementContentAsString();
            }
            else
            {
                isMessage |= reader.NamespaceURI == Outbound && reader.LocalName == "notifications";
                if (reader.NamespaceURI == Outbound && reader.LocalName == "Notification")
                {
                    notifications.Add(new OutboundNotification("", "", new(StringComparer.OrdinalIgnoreCase)));
                }

                reader.Read();
            }
        }

        return isMessage && organization is { Length: > 0 } ? new OutboundMessage(organization, notifications) : null;
    }
}

/// <summary>One record's notification.</summary>
/// <param name="Id">The notification's id; the same at every attempt.</param>
/// <param name="Object">The record's object.</param>
/// <param name="Fields">The fields that were kept.</param>
internal sealed record OutboundNotification(string Id, string Object, Dictionary<string, string> Fields);
