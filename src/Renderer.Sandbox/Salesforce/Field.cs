using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>A field of the object, over one of the sandbox's properties.</summary>
/// <param name="Name">The API name.</param>
/// <param name="Label">What people read.</param>
/// <param name="Type">Salesforce's type.</param>
/// <param name="Property">The property behind it.</param>
internal sealed record Field(string Name, string Label, string Type, Property Property)
{
    /// <summary>Records can be asked for by it.</summary>
    public bool IsExternalId => Property is { Unique: true, Name: not PropertyCatalogue.Email };

    /// <summary>Writes the value in its type; what is not of the type, a typed field cannot hold, and it is null.</summary>
    public void Write(Utf8JsonWriter writer, Person person)
    {
        var text = person.Get(Property);
        switch (Type)
        {
            case "boolean":
                writer.WriteBooleanValue(text == "true");
                break;
            case "double" when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case "date" when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
                writer.WriteStringValue(text);
                break;
            case "datetime" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant):
                writer.WriteStringValue(Instant(instant));
                break;
            case "double" or "date" or "datetime":
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(string.IsNullOrEmpty(text) ? null : text);
                break;
        }
    }

    /// <summary>Salesforce's spelling of an instant: the zone without a colon.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
