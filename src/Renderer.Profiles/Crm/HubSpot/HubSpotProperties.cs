using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>Reads the properties of a contact into a dictionary of texts.</summary>
internal sealed class HubSpotProperties : JsonConverter<IReadOnlyDictionary<string, string?>>
{
    public override IReadOnlyDictionary<string, string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The properties of a contact are not an object.");
        }

        var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            properties[name] = LooseText.Read(ref reader);
        }

        return properties;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Contacts are read only.");
}
