using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>Who a contact is: every way in which this connection can name it. Also the check that an answer is about the person asked for.</summary>
internal static class HubSpotIdentity
{
    /// <summary>HubSpot's name of the e-mail address.</summary>
    public const string Email = "email";

    private const string AdditionalEmails = "hs_additional_emails";
    private const string MergedIds = "hs_merged_object_ids";

    /// <summary>The properties that name a contact, besides those of the workspace's lookups.</summary>
    public static readonly string[] Properties = [Email, "hs_object_id", AdditionalEmails, MergedIds];

    /// <summary>All names of a contact but its id: e-mail addresses (the first one first), lookups, and ids that were merged into it.</summary>
    public static IReadOnlyList<Identifier> NamesOf(HubSpotContact contact, ConnectionSettings settings)
    {
        var names = new List<Identifier>();
        names.AddRange(Values(contact, Email).Select(Identifier.Email));
        names.AddRange(Values(contact, AdditionalEmails, ';').Select(Identifier.Email));
        foreach (var (lookup, property) in settings.Lookups)
        {
            names.AddRange(Values(contact, property).Select(value => new Identifier(lookup, value)));
        }

        names.AddRange(Values(contact, MergedIds, ';').Where(id => id != contact.Id).Select(Identifier.Id));
        return [.. names.Distinct().Where(name => Encoding.UTF8.GetByteCount(name.Value) <= Identifier.MaxBytes)];
    }

    /// <summary>Whether this contact is the person that was asked for.</summary>
    public static bool Is(CrmPerson contact, Identifier asked) =>
        (asked.Kind == Identifier.IdKind && asked.Value == contact.Id)
        || contact.Identifiers.Any(name => name.Kind == asked.Kind && string.Equals(name.Value, asked.Value, StringComparison.OrdinalIgnoreCase));

    private static string[] Values(HubSpotContact contact, string property, char? separator = null)
    {
        var value = contact.Properties.GetValueOrDefault(property);
        return string.IsNullOrWhiteSpace(value) ? []
            : separator is { } sign ? value.Split(sign, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [value];
    }
}
