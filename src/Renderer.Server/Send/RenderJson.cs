using System.Text.Json;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Server.Open;

namespace Renderer.Server.Send;

/// <summary>Writes a message as the contract's JSON (section 2).</summary>
internal static class RenderJson
{
    public static void Write(Utf8JsonWriter writer, Message message, string traceId, string? listUnsubscribe)
    {
        writer.WriteStartObject();
        WriteMembers(writer, message, traceId);
        WriteHeaders(writer, message, listUnsubscribe);
        writer.WriteEndObject();
    }

    /// <summary>The headers to put into the mail: nothing where nobody is known, or nothing is sent.</summary>
    public static void WriteHeaders(Utf8JsonWriter writer, Message message, string? listUnsubscribe)
    {
        if (listUnsubscribe is null || message.Outcome == Outcome.Skipped)
        {
            return;
        }

        writer.WriteStartObject("headers"u8);
        writer.WriteString(ListUnsubscribe.Name, listUnsubscribe);
        writer.WriteString(ListUnsubscribe.PostName, ListUnsubscribe.PostValue);
        writer.WriteEndObject();
    }

    /// <summary>The members without the braces, for answers that have more of them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="message">What.</param>
    /// <param name="traceId">Under which id it is found in traces.</param>
    /// <param name="hashed">The message whose parts are hashed, where the shown one is masked; null for the shown one.</param>
    public static void WriteMembers(Utf8JsonWriter writer, Message message, string traceId, Message? hashed = null)
    {
        writer.WriteString("template"u8, message.Template);
        writer.WriteString("version"u8, message.Version);
        writer.WriteString("outcome"u8, message.Outcome.Label());
        writer.WriteString("skip_reason"u8, message.SkipReason);
        writer.WriteString("subject"u8, message.Subject);
        writer.WriteString("preheader"u8, message.Preheader);
        WriteHtml(writer, message.HtmlUtf8);
        writer.WriteString("text"u8, message.Text);
        writer.WriteString("amp"u8, message.Amp);
        if (message.AmpReason.Label() is { } why)
        {
            writer.WriteString("amp_reason"u8, why);
        }

        WriteDecisions(writer, message.Decisions);
        WriteHashes(writer, hashed ?? message);
        writer.WriteStartObject("profile"u8);
        writer.WriteString("state"u8, message.Profile.State.Label());
        writer.WriteString("source"u8, message.Profile.Source);
        WriteAge(writer, message.Profile.Age);
        writer.WriteEndObject();
        writer.WriteString("trace_id"u8, traceId);
    }

    private static void WriteDecisions(Utf8JsonWriter writer, IReadOnlyList<Decision> decisions)
    {
        writer.WriteStartArray("decisions"u8);
        foreach (var decision in decisions)
        {
            writer.WriteStartObject();
            writer.WriteString("block"u8, decision.Block);
            writer.WriteString("variant"u8, decision.Variant);
            writer.WriteString("segment"u8, decision.Segment);
            writer.WriteString("rule"u8, decision.Rule);
            writer.WriteString("outcome"u8, decision.Outcome.Label());
            writer.WriteString("reason"u8, decision.Reason.Label());
            WriteAge(writer, decision.Age);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteHashes(Utf8JsonWriter writer, Message message)
    {
        writer.WriteStartObject("hash"u8);
        foreach (var (part, hash) in message.Hashes)
        {
            writer.WriteString(part.ToString().ToLowerInvariant(), hash);
        }

        writer.WriteEndObject();
    }

    private static void WriteHtml(Utf8JsonWriter writer, ReadOnlyMemory<byte>? html)
    {
        if (html is { } utf8)
        {
            writer.WriteString("html"u8, utf8.Span);
        }
        else
        {
            writer.WriteNull("html"u8);
        }
    }

    private static void WriteAge(Utf8JsonWriter writer, TimeSpan? age)
    {
        if (age is { } value)
        {
            writer.WriteNumber("age_ms"u8, Math.Max(0, (long)value.TotalMilliseconds));
        }
        else
        {
            writer.WriteNull("age_ms"u8);
        }
    }
}
