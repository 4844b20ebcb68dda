using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>How JSON is written into requests: text as it is, escaped only where JSON itself asks for it.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class RestJson : JsonSerializerContext
{
    public static readonly RestJson Relaxed = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A declared body with its places filled, in UTF-8.</summary>
    public static byte[] Body(string declared, RestValues values)
    {
        using var document = JsonDocument.Parse(declared);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer, document.RootElement, values);
        }

        return buffer.ToArray();
    }

    // As deep as a file of settings may be: 16.
    private static void Write(Utf8JsonWriter writer, JsonElement declared, RestValues values)
    {
        switch (declared.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in declared.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, values);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in declared.EnumerateArray())
                {
                    Write(writer, item, values);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                WriteText(writer, declared.GetString()!, values);
                break;
            default:
                declared.WriteTo(writer);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string declared, RestValues values)
    {
        RestText.Read(declared, out var text);
        if (text.Names.FirstOrDefault() is "values" or "fields" && values.Alone(text) is { } list)
        {
            writer.WriteStartArray();
            foreach (var value in list)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStringValue(values.Fill(text));
        }
    }
}
