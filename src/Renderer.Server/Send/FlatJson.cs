using System.Text.Json;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Server.Open;

namespace Renderer.Server.Send;

/// <summary>
/// Writes a message as one object of plain texts (<c>format=flat</c>), for ESPs that keep each member as a field, or whose templates reach no deeper.
/// What is not there is an empty text: an absent field fails the whole mail at some.
/// </summary>
internal static class FlatJson
{
    public static void Write(Utf8JsonWriter writer, Message message, string traceId, string? listUnsubscribe)
    {
        writer.WriteStartObject();
        writer.WriteString("template"u8, message.Template);
        writer.WriteString("version"u8, message.Version);
        writer.WriteString("outcome"u8, message.Outcome.Label());
        writer.WriteString("skip_reason"u8, message.SkipReason ?? "");
        writer.WriteString("subject"u8, message.Subject ?? "");
        writer.WriteString("preheader"u8, message.Preheader ?? "");
        writer.WriteString("html"u8, message.HtmlUtf8 is { } html ? html.Span : default);
        writer.WriteString("text"u8, message.Text ?? "");
        writer.WriteString("amp"u8, message.Amp ?? "");
        foreach (var decision in message.Decisions)
        {
            writer.WriteString($"variant_{decision.Block}", decision.Variant);
        }

        writer.WriteString("profile_state"u8, message.Profile.State.Label());
        var mayLeave = listUnsubscribe is not null && message.Outcome != Outcome.Skipped;
        writer.WriteString("list_unsubscribe"u8, mayLeave ? listUnsubscribe : "");
        writer.WriteString("list_unsubscribe_post"u8, mayLeave ? ListUnsubscribe.PostValue : "");
        writer.WriteString("trace_id"u8, traceId);
        writer.WriteEndObject();
    }
}
