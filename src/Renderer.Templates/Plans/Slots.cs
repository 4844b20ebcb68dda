using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Plans;

/// <summary>The values of one message, in one row after another: filled straight from JSON, with only what is read.</summary>
internal sealed class Slots
{
    // 24 bytes each: a message that needs more keeps none of it for the next.
    private const int MostKept = 1 << 14;
    private Value[] values = new Value[256];
    private Value[] pending = new Value[32];
    private int waiting;

    public int Used { get; private set; }

    public ref Value this[int slot] => ref values[slot];

    /// <summary>Forgets everything: no person's values stay behind. False when it has grown too large to be used again.</summary>
    public bool TryClear()
    {
        (Used, waiting) = (0, 0);
        values.AsSpan().Clear();
        pending.AsSpan().Clear();
        return values.Length + pending.Length <= MostKept;
    }

    /// <summary>Gives back what was taken after a point.</summary>
    public void CutBack(int used) => Used = used;

    /// <summary>Takes slots that hold nothing yet.</summary>
    public int Take(int count, Value initial)
    {
        var first = Used;
        if (values.Length - first < count)
        {
            Array.Resize(ref values, Math.Max(values.Length * 2, first + count));
        }

        values.AsSpan(first, count).Fill(initial);
        Used = first + count;
        return first;
    }

    /// <summary>Reads a JSON value.</summary>
    /// <param name="json">The bytes; kept, and not to be changed, as long as the values are used.</param>
    /// <param name="shape">What of it has slots.</param>
    public Value Read(byte[] json, Shape shape)
    {
        // One bad byte must not cost the mail; decoding puts U+FFFD in its place.
        var valid = Utf8.IsValid(json) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        var reader = new Utf8JsonReader(valid);
        return reader.Read() ? Read(ref reader, valid, shape) : Value.Nothing;
    }

    private Value Read(ref Utf8JsonReader reader, byte[] json, Shape shape)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ValueIsEscaped
                    ? Value.Of(JsonModel.Text(ref reader))
                    : Value.Utf8(json, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            case JsonTokenType.Number:
                return Number(ref reader);
            case JsonTokenType.True:
                return Value.True;
            case JsonTokenType.False:
                return Value.False;
            case JsonTokenType.StartObject when shape.IsRow:
                return Row(ref reader, json, shape);
            case JsonTokenType.StartArray when shape.Items is { } items:
                return List(ref reader, json, items);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Value.Row(json, start, 0, 0);
            default:
                return Value.Nothing;
        }
    }

    private Value Row(ref Utf8JsonReader reader, byte[] json, Shape shape)
    {
        var start = (int)reader.TokenStartIndex;
        var first = Take(shape.Count, Value.Nothing);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueIsEscaped ? shape.Find(Encoding.UTF8.GetBytes(JsonModel.Text(ref reader))) : shape.Find(reader.ValueSpan);
            reader.Read();
            if (member < 0)
            {
                reader.Skip();
            }
            else
            {
                var value = Read(ref reader, json, shape[member].Shape);
                values[first + member] = value;
            }
        }

        return Value.Row(json, start, first, shape.Count);
    }

    private Value List(ref Utf8JsonReader reader, byte[] json, Shape items)
    {
        var start = (int)reader.TokenStartIndex;
        var mark = waiting;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = Read(ref reader, json, items);
            if (waiting == pending.Length)
            {
                Array.Resize(ref pending, pending.Length * 2);
            }

            pending[waiting++] = item;
        }

        var count = waiting - mark;
        var first = Take(count, Value.Nothing);
        pending.AsSpan(mark, count).CopyTo(values.AsSpan(first));
        waiting = mark;
        return Value.List(json, start, first, count);
    }

    private static Value Number(ref Utf8JsonReader reader) =>
        reader.TryGetInt32(out var i) ? Value.Of(i)
        : reader.TryGetInt64(out var l) ? Value.Of(l)
        : reader.TryGetDecimal(out var m) ? Value.Of(m)
        : Value.Of(reader.GetDouble());
}
