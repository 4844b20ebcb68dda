using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renderer.Profiles.Crm;

/// <summary>Reads a JSON scalar as text. CRMs cut values in the midst of an emoji; the half that is left is no valid text, and becomes U+FFFD.</summary>
internal sealed class LooseText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>The text at the reader's place; a list or an object as its JSON.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                try
                {
                    return reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return Mend(Encoding.UTF8.GetString(reader.ValueSpan));
                }

            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                using (var document = JsonDocument.ParseValue(ref reader))
                {
                    return document.RootElement.GetRawText();
                }

            default:
                return Encoding.UTF8.GetString(reader.ValueSpan); // a number, true or false
        }
    }

    private static string Mend(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            text.Append(escaped[i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)ushort.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var other => other,
            });
            i += escaped[i] == 'u' ? 4 : 0;
        }

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.ToString().EnumerateRunes())
        {
            whole.Append(rune); // the enumeration gives U+FFFD for half a pair
        }

        return whole.ToString();
    }
}
