using System.Runtime.InteropServices;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Messages.Records;

/// <summary>
/// What a request brought along and a link cannot bear, kept in the message's record under <c>request</c>, so that what is shown later is drawn
/// from the same: data, attributes, locale, time zone; the person, where their identifier does not fit into links.
/// </summary>
internal sealed record RequestNote
{
    /// <summary>The most bytes of data that a record keeps.</summary>
    public const int MostData = 16 * 1024;

    /// <summary>The record's member.</summary>
    public const string Member = "request";

    /// <summary><c>data</c>; undefined for none.</summary>
    public JsonElement Data { get; init; }

    /// <summary>Attributes that win over fetched ones; undefined for none.</summary>
    public JsonElement Profile { get; init; }

    /// <summary>Whether the CRM is asked.</summary>
    public bool Fetch { get; init; } = true;

    /// <summary>BCP 47.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA name.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The message's name, as the template saw it; null where it has none, or no web version.</summary>
    public string? MessageId { get; init; }

    /// <summary>The person; null where links bear them.</summary>
    public Identifier? Recipient { get; init; }

    /// <summary>Data or attributes were too large to be kept.</summary>
    public bool IsCut { get; init; }

    /// <summary>A copy of what an order brings along, since the request's document ends with it.</summary>
    public static RequestNote Of(MessageOrder order, Identifier? recipient, bool hasWeb) => new()
    {
        MessageId = hasWeb ? order.MessageId : null,
        Data = Copy(order.Data),
        Profile = Copy(order.Profile),
        Fetch = order.Fetch,
        Locale = order.Locale,
        TimeZone = order.TimeZone,
        Recipient = recipient,
        IsCut = LengthOf(order.Data) > MostData || LengthOf(order.Profile) > MostData,
    };

    /// <summary>Something that is shown later may hang on it.</summary>
    public bool BringsAlong => Data.ValueKind == JsonValueKind.Object || Profile.ValueKind == JsonValueKind.Object || !Fetch || Locale is not null || TimeZone is not null;

    /// <summary>About how many bytes it holds in memory.</summary>
    public int Weigh() => 200 + (2 * (LengthOf(Data) + LengthOf(Profile)));

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Member);
        WriteObject(writer, "data"u8, Data);
        WriteObject(writer, "profile"u8, Profile);
        if (!Fetch)
        {
            writer.WriteBoolean("fetch"u8, false);
        }

        if (IsCut)
        {
            writer.WriteBoolean("cut"u8, true);
        }

        WriteText(writer, "locale"u8, Locale);
        WriteText(writer, "time_zone"u8, TimeZone);
        WriteText(writer, "message_id"u8, MessageId);
        WriteText(writer, "kind"u8, Recipient?.Kind);
        WriteText(writer, "value"u8, Recipient?.Value);
        writer.WriteEndObject();
    }

    /// <summary>Reads it from a record; null where the record has none.</summary>
    public static RequestNote? Read(JsonElement record)
    {
        if (!record.TryGetProperty(Member, out var note))
        {
            return null;
        }

        return new RequestNote
        {
            Data = note.TryGetProperty("data"u8, out var data) ? data.Clone() : default,
            Profile = note.TryGetProperty("profile"u8, out var profile) ? profile.Clone() : default,
            Fetch = !note.TryGetProperty("fetch"u8, out _),
            IsCut = note.TryGetProperty("cut"u8, out _),
            Locale = Text(note, "locale"u8),
            TimeZone = Text(note, "time_zone"u8),
            MessageId = Text(note, "message_id"u8),
            Recipient = Text(note, "kind"u8) is { } kind && Text(note, "value"u8) is { } value ? new Identifier(kind, value) : null,
        };
    }

    private static JsonElement Copy(JsonElement given) =>
        given.ValueKind == JsonValueKind.Object && LengthOf(given) <= MostData ? given.Clone() : default;

    private static int LengthOf(JsonElement given) => given.ValueKind == JsonValueKind.Object ? JsonMarshal.GetRawUtf8Value(given).Length : 0;

    private static string? Text(JsonElement note, ReadOnlySpan<byte> name) => note.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void WriteObject(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
