using System.Text.Json;
using Renderer.Ledger;

namespace Renderer.Server.Explain;

/// <summary>One render of a message from its record: what was decided, from which values, and in words why.</summary>
internal static class MessageStory
{
    /// <summary>A value may be as deep as a request (64), and stands a few levels deep in its record.</summary>
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 128 };

    /// <summary>The template of a record; null for one that cannot be read.</summary>
    public static string? TemplateOf(byte[] record)
    {
        using var parsed = JsonDocument.Parse(record, Reading);
        return parsed.RootElement.TryGetProperty("template", out var template) ? template.GetString() : null;
    }

    /// <summary>The members of one render.</summary>
    public static void Write(Utf8JsonWriter writer, KeptMessage render, bool isMasked)
    {
        using var parsed = JsonDocument.Parse(render.Text, Reading);
        var record = parsed.RootElement;
        Copy(writer, record, "template", "version");
        writer.WriteString("made_at"u8, render.At.ToDate());
        Copy(writer, record, "now", "block", "outcome", "reason");
        writer.WriteString("skip_reason"u8, record.TryGetProperty("skip_reason", out var skip) ? isMasked ? Why.Mask : skip.GetString() : null);
        Copy(writer, record, "profile");
        writer.WriteStartArray("decisions"u8);
        foreach (var decision in record.GetProperty("decisions").EnumerateArray())
        {
            writer.WriteStartObject();
            Copy(writer, decision, "block", "variant");
            writer.WriteString("why"u8, Why.Of(decision, record, isMasked));
            Copy(writer, decision, "segment", "rule", "outcome", "reason", "age_ms", "policy", "kept");
            Values(writer, decision, isMasked);
            Copy(writer, decision, "asked");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        FellBack(writer, record);
        Values(writer, record, isMasked);
        Copy(writer, record, "links");
    }

    /// <summary>Members as they stand; null for those that an answer always has.</summary>
    private static void Copy(Utf8JsonWriter writer, JsonElement from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (from.TryGetProperty(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            else if (name is "segment" or "rule" or "reason" or "age_ms")
            {
                writer.WriteNull(name);
            }
        }
    }

    private static void Values(Utf8JsonWriter writer, JsonElement of, bool isMasked)
    {
        writer.WriteStartArray("values"u8);
        foreach (var value in of.TryGetProperty("values", out var values) ? values.EnumerateArray() : default)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                if (member.Name == "value" && isMasked && member.Value.ValueKind != JsonValueKind.Null)
                {
                    writer.WriteString("value"u8, Why.Mask);
                }
                else
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void FellBack(Utf8JsonWriter writer, JsonElement record)
    {
        writer.WriteStartArray("fell_back"u8);
        foreach (var decision in record.GetProperty("decisions").EnumerateArray())
        {
            if (decision.GetProperty("outcome").GetString() is not "live")
            {
                writer.WriteStartObject();
                Copy(writer, decision, "block", "outcome", "reason");
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }
}
