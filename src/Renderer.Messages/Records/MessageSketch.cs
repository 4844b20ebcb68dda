using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Records;

/// <summary>A message's decisions and what they were made from, to be written as JSON behind the request.</summary>
internal sealed class MessageSketch(Template template, string? block, Person person, Message message, IReadOnlyCollection<string> kept)
{
    /// <summary>The most bytes of one value; of longer ones it is said how long they were.</summary>
    private const int MostValue = 256;

    private static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The members of the request's data that rules name.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Data { get; init; } = [];

    /// <summary>The time that the template saw.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The links; null where the message has none.</summary>
    public MessageLinks? Links { get; init; }

    /// <summary>What the request brought along; null where nothing shown later hangs on it.</summary>
    public RequestNote? Request { get; init; }

    /// <summary>The hash of the HTML part, for its web version; null where it has none.</summary>
    public string? HtmlHash { get; init; }

    /// <summary>The record: names of members as <c>GET /v1/messages</c> shows them.</summary>
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var profile = JsonDocument.Parse(person.Profile.Json);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("template"u8, message.Template);
            writer.WriteString("version"u8, message.Version);
            Said(writer, "block"u8, block);
            writer.WriteString("outcome"u8, message.Outcome.Label());
            Said(writer, "reason"u8, message.Reason.Label());
            Said(writer, "skip_reason"u8, message.SkipReason);
            writer.WriteStartObject("profile"u8);
            writer.WriteString("state"u8, message.Profile.State.Label());
            Said(writer, "source"u8, message.Profile.Source);
            Age(writer, message.Profile.Age);
            writer.WriteEndObject();
            writer.WriteStartArray("decisions"u8);
            foreach (var decision in message.Decisions)
            {
                Write(writer, decision, profile.RootElement);
            }

            writer.WriteEndArray();
            writer.WriteString("now"u8, Now);
            Values(writer, [template.RestReads], profile.RootElement, []);
            LinkNotes.Write(writer, Links, message.Decisions);
            Request?.Write(writer);
            if (Links is { HasWeb: true })
            {
                ShownPerson.Write(writer, person, profile.RootElement, template.Reads);
                Said(writer, "html_hash"u8, HtmlHash);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter writer, Decision decision, JsonElement profile)
    {
        var made = Decided.Of(template, decision.Block);
        writer.WriteStartObject();
        writer.WriteString("block"u8, decision.Block);
        writer.WriteString("variant"u8, decision.Variant);
        Said(writer, "segment"u8, decision.Segment);
        Said(writer, "rule"u8, decision.Rule);
        writer.WriteString("outcome"u8, decision.Outcome.Label());
        Said(writer, "reason"u8, decision.Reason.Label());
        Age(writer, decision.Age);
        if (kept.Contains(decision.Block))
        {
            writer.WriteBoolean("kept"u8, true);
        }

        if (made is not null)
        {
            if (made.Rules.Count > 0)
            {
                writer.WriteString("policy"u8, made.Policy.Label());
                Asked(writer, made, decision);
            }

            var asked = Asked(made, decision).ToList();
            Values(writer, [.. asked.Select(rule => rule.Reads)], profile, RuleData.Leaves(Data, asked));
        }

        writer.WriteEndObject();
    }

    // The rules in their order, up to the one that held: those before it did not.
    private static IEnumerable<BlockRule> Asked(Decided made, Decision decision)
    {
        foreach (var rule in made.Rules)
        {
            yield return rule;
            if (rule.Variant == decision.Variant)
            {
                yield break;
            }
        }
    }

    private static void Asked(Utf8JsonWriter writer, Decided made, Decision decision)
    {
        writer.WriteStartArray("asked"u8);
        foreach (var rule in Asked(made, decision).Where(rule => rule.Variant != decision.Variant))
        {
            writer.WriteStartObject();
            writer.WriteString("variant"u8, rule.Variant);
            Said(writer, "segment"u8, rule.Segment);
            writer.WriteString("rule"u8, rule.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Values(Utf8JsonWriter writer, IReadOnlyList<ReadSet> reads, JsonElement profile, IEnumerable<(string Path, JsonElement Value)> data)
    {
        writer.WriteStartArray("values"u8);
        foreach (var (path, value) in data)
        {
            writer.WriteStartObject();
            writer.WriteString("data"u8, path);
            Value(writer, value);
            writer.WriteString("source"u8, "request"u8);
            writer.WriteEndObject();
        }

        foreach (var name in reads.Any(each => each.All)
            ? profile.EnumerateObject().Select(each => each.Name)
            : reads.SelectMany(each => each.Names).Distinct().Order(StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("attribute"u8, name);
            if (profile.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                Value(writer, value);
            }
            else
            {
                writer.WriteNull("value"u8);
            }

            Origin(writer, name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter writer, JsonElement value)
    {
        var length = JsonMarshal.GetRawUtf8Value(value).Length;
        if (length <= MostValue)
        {
            writer.WritePropertyName("value"u8);
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNull("value"u8);
            writer.WriteNumber("value_length"u8, length);
        }
    }

    private void Origin(Utf8JsonWriter writer, string name)
    {
        if (person.Given.Reads(name))
        {
            writer.WriteString("source"u8, person.Source is "sample" ? "sample" : "request");
            return;
        }

        if (person.Lineage?.Invoke(name) is { } lineage)
        {
            writer.WriteString("source"u8, lineage.Connection);
            Said(writer, "field"u8, lineage.Field == name ? null : lineage.Field);
            Age(writer, lineage.Age);
            if (lineage.ChangedAt is { } changed)
            {
                writer.WriteString("changed_at"u8, changed.ToDate());
                writer.WriteString("changed_by"u8, lineage.Scope.ToString().ToLowerInvariant());
            }
        }
        else if (person.Source is { } source)
        {
            writer.WriteString("source"u8, source);
            Age(writer, person.Age);
        }

        if (person.Standing.IsStale(name))
        {
            writer.WriteBoolean("stale"u8, true);
        }
    }

    private static void Age(Utf8JsonWriter writer, TimeSpan? age)
    {
        if (age is { } known)
        {
            writer.WriteNumber("age_ms"u8, Math.Max(0, (long)known.TotalMilliseconds));
        }
    }

    private static void Said(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
