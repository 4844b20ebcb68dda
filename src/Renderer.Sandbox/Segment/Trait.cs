using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Segment;

/// <summary>A property as a trait: with a type of its own, and left out where a person does not have it.</summary>
internal static class Trait
{
    /// <summary>The properties that are traits, in the order in which they are paged.</summary>
    public static IEnumerable<Property> Of(PropertyCatalogue catalogue) => catalogue.All.Where(property => property.Name != PropertyCatalogue.Id);

    public static void Write(Utf8JsonWriter writer, Property property, string? text)
    {
        switch (property.Type)
        {
            case var _ when text is null:
                writer.WriteNullValue();
                break;
            case "number" when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case "bool" when bool.TryParse(text, out var truth):
                writer.WriteBooleanValue(truth);
                break;
            case "enumeration" when property.FieldType == "checkbox":
                writer.WriteStartArray();
                foreach (var option in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    writer.WriteStringValue(option);
                }

                writer.WriteEndArray();
                break;
            case var _ when property.FieldType == "textarea" && TryParse(text) is { } json:
                using (json)
                {
                    json.RootElement.WriteTo(writer);
                }

                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
