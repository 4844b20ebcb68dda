using System.Collections;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid;

/// <summary>Values as JSON, for outputs inside a JSON document: lists and objects keep their data there.</summary>
internal static class LiquidJson
{
    // Deeper than any data of a mail; what is deeper is null.
    private const int MaxDepth = 32;

    // More than any output may have; the same text may stand in a list many times.
    private const int MaxBytes = 4 << 20;

    public static string Of(object? value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json, value, 0);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter json, object? value, int depth)
    {
        if (json.BytesCommitted + json.BytesPending > MaxBytes)
        {
            throw new LimitError(-1, "The JSON is too long.");
        }

        switch (value)
        {
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double number when !double.IsFinite(number):
            case null or Keyword or ITells:
                json.WriteNullValue();
                break;
            case int or long or BigInteger or decimal or double:
                json.WriteRawValue(Values.Text(value));
                break;
            case IDictionary<string, object?> or IList when depth == MaxDepth:
                json.WriteNullValue();
                break;
            case IDictionary<string, object?> members:
                json.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    json.WritePropertyName(name);
                    Write(json, member, depth + 1);
                }

                json.WriteEndObject();
                break;
            case IList items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Values.Text(value));
                break;
        }
    }
}
