using System.Text.Json;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Server.Wire;

namespace Renderer.Server.Explain;

/// <summary>What a message decided, as JSON: the newest render of it, what became of the mail, and the renders before.</summary>
/// <param name="id">The message's id.</param>
/// <param name="renders">Its records, newest first.</param>
/// <param name="events">What was asked for of it; null where the caller may not see that.</param>
/// <param name="isMasked">The caller may not see a person's values.</param>
internal sealed class MessageAnswer(string id, IReadOnlyList<KeptMessage> renders, IReadOnlyList<KeptEvent>? events, bool isMasked) : IResult
{
    private static readonly JsonWriterOptions Writing = JsonFormat.Writing with { Indented = true };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "private, no-store";
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("message_id"u8, id);
            writer.WriteBoolean("masked"u8, isMasked);
            MessageStory.Write(writer, renders[0], isMasked);
            Events(writer);
            writer.WriteStartArray("earlier"u8);
            foreach (var before in renders.Skip(1))
            {
                writer.WriteStartObject();
                MessageStory.Write(writer, before, isMasked);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Events(Utf8JsonWriter writer)
    {
        if (events is null)
        {
            writer.WriteNull("events"u8);
            return;
        }

        writer.WriteStartArray("events"u8);
        foreach (var happened in events)
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, happened.At.ToDate());
            writer.WriteString("kind"u8, happened.Kind.Label());
            writer.WriteString("class"u8, happened.Class.Label());
            writer.WriteString("slot"u8, happened.Slot.Length == 0 ? null : happened.Slot);
            writer.WriteString("variant"u8, happened.Variant.Length == 0 ? null : happened.Variant);
            writer.WriteString("version"u8, happened.Version);
            writer.WriteStartArray("segments"u8);
            foreach (var segment in happened.Segments)
            {
                writer.WriteStringValue(segment);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
