using System.Text;
using System.Text.Json;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Escaping;

/// <summary>A value of JSON inside a script element: text is quoted here, other values are made JSON by who has them.</summary>
internal sealed class JsonValueEscaper(Esp? esp) : Escaper
{
    private readonly JsonStringEscaper inner = new(esp);

    public override bool TakesJson => true;

    public override string Nothing => "null";

    /// <summary>The same data, with nothing in it that could close a script element or be another's code.</summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="to">Where to.</param>
    public void Guard(ReadOnlySpan<byte> json, Utf8Sink to)
    {
        var reader = new Utf8JsonReader(json);
        var before = JsonTokenType.None;
        while (reader.Read())
        {
            var type = reader.TokenType;
            var isEnd = type is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (!isEnd && before is not (JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName))
            {
                to.Write(","u8);
            }

            switch (type)
            {
                case JsonTokenType.String or JsonTokenType.PropertyName:
                    WriteValid(Encoding.UTF8.GetBytes(reader.GetString()!), to);
                    to.Write(type == JsonTokenType.PropertyName ? ":"u8 : []);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when esp?.Opens(reader.ValueSpan[0]) == true:
                    // White space means nothing here, but beside each other two of them may open something.
                    to.Write(" "u8);
                    to.Write(reader.ValueSpan);
                    to.Write(" "u8);
                    break;
                default:
                    to.Write(reader.ValueSpan);
                    break;
            }

            before = type;
        }
    }

    /// <summary>The same as text.</summary>
    public string Guard(string json)
    {
        var sink = new Utf8Sink(json.Length);
        Guard(Encoding.UTF8.GetBytes(json), sink);
        return Encoding.UTF8.GetString(sink.Written);
    }

    public override void WriteValid(ReadOnlySpan<byte> value, Utf8Sink to)
    {
        to.Write("\""u8);
        inner.WriteValid(value, to);
        to.Write("\""u8);
    }
}
