using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Model;
using Scriban.Runtime;

namespace Renderer.Templates.Scriban;

/// <summary>JSON as Scriban's values: text, truth values, whole numbers as int or long, others as decimal or double, lists, objects. All read-only.</summary>
internal static partial class JsonModel
{
    /// <summary>Reads an object's members, those alone that are read; the others are not even decoded.</summary>
    public static ScriptObject Read(ReadOnlySpan<byte> json, ReadSet reads)
    {
        var result = new ScriptObject();
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return result;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            reader.Read();
            if (reads.Reads(name))
            {
                result.SetValue(name, Value(ref reader), readOnly: false);
            }
            else
            {
                reader.Skip();
            }
        }

        return result;
    }

    /// <summary>An element that is an object; an empty one for anything else.</summary>
    public static ScriptObject Read(JsonElement element)
    {
        var result = element.ValueKind == JsonValueKind.Object ? Read(JsonMarshal.GetRawUtf8Value(element), ReadSet.Everything) : new ScriptObject();
        result.IsReadOnly = true;
        return result;
    }

    /// <summary>Any value.</summary>
    public static object? From(JsonElement element)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(element));
        reader.Read();
        return Value(ref reader);
    }

    /// <summary>The value that begins at an offset.</summary>
    public static object? At(byte[] json, int start)
    {
        var reader = new Utf8JsonReader(json.AsSpan(start));
        reader.Read();
        return Value(ref reader);
    }

    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new ScriptObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = Text(ref reader);
                    reader.Read();
                    members.SetValue(name, Value(ref reader), readOnly: false);
                }

                members.IsReadOnly = true;
                return members;
            case JsonTokenType.StartArray:
                var items = new ScriptArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader));
                }

                items.IsReadOnly = true;
                return items;
            case JsonTokenType.String:
                return Text(ref reader);
            case JsonTokenType.Number:
                return reader.TryGetInt32(out var i) ? i
                    : reader.TryGetInt64(out var l) ? l
                    : reader.TryGetDecimal(out var m) ? m
                    : reader.GetDouble();
            default:
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : null;
        }
    }

    /// <summary>A text or a name, with U+FFFD for half a surrogate pair.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8: one bad character must not cost the mail.
            var text = Encoding.UTF8.GetString(reader.ValueSpan);
            var chars = Escape().Replace(text, m => m.Value[1] switch
            {
                'u' => ((char)Convert.ToUInt16(m.Value[2..], 16)).ToString(),
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                'b' => "\b",
                'f' => "\f",
                var other => other.ToString(),
            });

            // Encoding and decoding puts U+FFFD where the bad half was.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(chars));
        }
    }

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|.)")]
    private static partial Regex Escape();
}
