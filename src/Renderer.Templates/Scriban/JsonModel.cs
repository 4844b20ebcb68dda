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
    /// <param name="json">The object.</param>
    /// <param name="reads">Which.</param>
    /// <param name="made">What was made of it before, by offset: the same value is the same object. Null to make all anew.</param>
    public static ScriptObject Read(ReadOnlySpan<byte> json, ReadSet reads, Dictionary<int, object>? made = null)
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
                result.SetValue(name, Value(ref reader, 0, made), readOnly: false);
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
        return Value(ref reader, 0, null);
    }

    /// <summary>The list or object that begins at an offset.</summary>
    /// <param name="json">What it is in.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="made">What was made of the JSON before, by offset: the same value is the same object.</param>
    public static object At(byte[] json, int start, Dictionary<int, object> made)
    {
        var reader = new Utf8JsonReader(json.AsSpan(start));
        reader.Read();
        return Value(ref reader, start, made)!;
    }

    private static object? Value(ref Utf8JsonReader reader, int offset, Dictionary<int, object>? made)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return Scalar(ref reader);
        }

        var start = offset + (int)reader.TokenStartIndex;
        if (made is not null && made.TryGetValue(start, out var known))
        {
            reader.Skip();
            return known;
        }

        var result = Container(ref reader, offset, made);
        made?.Add(start, result);
        return result;
    }

    private static object Container(ref Utf8JsonReader reader, int offset, Dictionary<int, object>? made)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var members = new ScriptObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Text(ref reader);
                reader.Read();
                members.SetValue(name, Value(ref reader, offset, made), readOnly: false);
            }

            members.IsReadOnly = true;
            return members;
        }

        var items = new ScriptArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, offset, made));
        }

        items.IsReadOnly = true;
        return items;
    }

    private static object? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static object Number(ref Utf8JsonReader reader) =>
        reader.TryGetInt32(out var i) ? i
        : reader.TryGetInt64(out var l) ? l
        : reader.TryGetDecimal(out var m) ? m
        : reader.GetDouble();

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
