using System.Text.Json;

namespace Renderer.Sandbox.Outbox;

/// <summary>A mail as the outbox shows it in JSON.</summary>
internal static class MailJson
{
    /// <summary>Content of attachments up to so many bytes is shown; the hash always is.</summary>
    private const int ShownBytes = 64 << 10;

    public static void Write(Utf8JsonWriter writer, Mail mail)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", mail.Number);
        writer.WriteString("esp", mail.Esp);
        writer.WriteString("id", mail.Id);
        writer.WriteString("at", Wire.Instant(mail.At));
        writer.WriteString("to", mail.To);
        writer.WriteString("kind", mail.Kind);
        writer.WriteString("from", mail.From.ToString());
        writer.WriteString("subject", mail.Subject);
        writer.WriteString("html", mail.Html);
        writer.WriteString("text", mail.Text);
        writer.WriteString("amp", mail.Amp);
        writer.WriteStartObject("headers");
        foreach (var header in mail.Headers.GroupBy(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase))
        {
            writer.WriteString(header.Key, string.Join(", ", header));
        }

        writer.WriteEndObject();
        writer.WriteStartArray("attachments");
        foreach (var file in mail.Files)
        {
            Write(writer, file);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("metadata");
        foreach (var (name, value) in mail.Metadata)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("tags");
        foreach (var tag in mail.Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        if (mail.SendAt is { } later)
        {
            writer.WriteString("send_at", Wire.Instant(later));
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MailFile file)
    {
        writer.WriteStartObject();
        writer.WriteString("name", file.Name);
        writer.WriteString("type", file.Type);
        writer.WriteNumber("size", file.Content.Length);
        writer.WriteString("sha256", file.Sha256);
        if (file.ContentId is not null)
        {
            writer.WriteString("content_id", file.ContentId);
        }

        if (file.Content.Length <= ShownBytes)
        {
            writer.WriteBase64String("content", file.Content.Span);
        }

        writer.WriteEndObject();
    }
}
