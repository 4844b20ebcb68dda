using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Crm;

/// <summary>What of a contact is asked for.</summary>
/// <param name="Properties">Names; those that do not exist are passed over, as HubSpot does.</param>
/// <param name="WithHistory">Names whose earlier values are wanted, too.</param>
/// <param name="IdProperty">The unique property that the ids are values of; null for record ids.</param>
/// <param name="Archived">Whether deleted contacts are meant.</param>
internal sealed record ContactQuery(
    IReadOnlyList<string> Properties, IReadOnlyList<string> WithHistory, Property? IdProperty, bool Archived);

/// <summary>A contact as HubSpot writes it: every value text or null, in the order of the names.</summary>
internal sealed class ContactJson
{
    private static readonly string[] Always = [PropertyCatalogue.Created, PropertyCatalogue.Id, PropertyCatalogue.Modified];
    private static readonly string[] Defaults = [.. Always, PropertyCatalogue.Email, "firstname", "lastname"];

    private readonly PropertyCatalogue catalogue;
    private readonly Property[] properties;
    private readonly Property[] histories;
    private readonly Property created;
    private readonly Property modified;

    public ContactJson(PropertyCatalogue catalogue, ContactQuery query)
    {
        this.catalogue = catalogue;
        created = catalogue.Find(PropertyCatalogue.Created)!;
        modified = catalogue.Find(PropertyCatalogue.Modified)!;
        histories = Known(query.WithHistory);
        properties = Known(query.Properties.Count + query.WithHistory.Count == 0 ? Defaults : [.. query.Properties, .. query.WithHistory, .. Always]);
    }

    public void Write(Utf8JsonWriter writer, Person person)
    {
        writer.WriteStartObject();
        writer.WriteString("id", person.Id);
        writer.WriteStartObject("properties");
        foreach (var property in properties)
        {
            writer.WriteString(property.Name, person.Get(property));
        }

        writer.WriteEndObject();
        if (histories.Length > 0)
        {
            WriteHistories(writer, person);
        }

        writer.WriteString("createdAt", person.Get(created));
        writer.WriteString("updatedAt", person.Get(modified));
        writer.WriteBoolean("archived", person.Archived);
        if (person.Archived)
        {
            writer.WriteString("archivedAt", Wire.Instant(person.Versions[^1].At));
        }

        writer.WriteEndObject();
    }

    private void WriteHistories(Utf8JsonWriter writer, Person person)
    {
        writer.WriteStartObject("propertiesWithHistory");
        foreach (var property in histories)
        {
            writer.WriteStartArray(property.Name);
            foreach (var (value, at) in person.History(property, catalogue))
            {
                writer.WriteStartObject();
                writer.WriteString("value", value ?? "");
                writer.WriteString("timestamp", at);
                writer.WriteString("sourceType", "CRM_UI");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private Property[] Known(IEnumerable<string> names) =>
        [.. names.Distinct().Order(StringComparer.Ordinal).Select(catalogue.Find).OfType<Property>()];
}
