using System.Buffers;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Lets the values of one answer pass, typed; one that breaks a rule becomes its default, and is noted.</summary>
/// <param name="today">For windows of dates.</param>
/// <param name="options">As the answer is written.</param>
internal sealed class ValueGate(DateOnly today, JsonWriterOptions options)
{
    // Enough to know the value again at the CRM.
    private const int Shown = 200;

    private List<BadValue>? bad;
    private ArrayBufferWriter<byte>? typed;

    /// <summary>What became its default.</summary>
    public IReadOnlyList<BadValue> Bad => bad ?? (IReadOnlyList<BadValue>)[];

    /// <summary>Writes one value.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="attribute">Our name.</param>
    /// <param name="mapping">What the dictionary says of it.</param>
    /// <param name="given">The CRM's text; null for none.</param>
    /// <param name="write">Writes the value as its type; false when it is not of it, and null was written.</param>
    public void Pass(
        Utf8JsonWriter writer, string attribute, AttributeMapping mapping, string? given, Func<Utf8JsonWriter, AttributeMapping, bool> write)
    {
        var isAbsent = string.IsNullOrWhiteSpace(given);
        if (!mapping.IsRuled && (isAbsent || mapping.Type is not (AttributeType.Email or AttributeType.Url)))
        {
            if (!write(writer, mapping) && !isAbsent)
            {
                Note(attribute, AttributeRule.Type, given!);
            }
        }
        else if (isAbsent && (mapping.Rules.Required || mapping.Default is not null))
        {
            if (mapping.Rules.Required)
            {
                Note(attribute, AttributeRule.Required, "");
            }

            WriteDefault(writer, mapping);
        }
        else if (isAbsent)
        {
            write(writer, mapping);
        }
        else if (Typed(mapping, write, out var rule) is { } json)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            Note(attribute, rule, given!);
            WriteDefault(writer, mapping);
        }
    }

    // The value as its type; null when it breaks a rule.
    private ReadOnlySequence<byte>? Typed(AttributeMapping mapping, Func<Utf8JsonWriter, AttributeMapping, bool> write, out AttributeRule rule)
    {
        typed ??= new();
        typed.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(typed, options))
        {
            if (!write(writer, mapping))
            {
                rule = AttributeRule.Type;
                return null;
            }
        }

        using var value = JsonDocument.Parse(typed.WrittenMemory);
        var broken = value.RootElement.ValueKind == JsonValueKind.Null ? AttributeRule.Type : mapping.Rules.Broken(mapping.Type, value.RootElement, today);
        rule = broken ?? default;
        return broken is null ? new(typed.WrittenMemory) : null;
    }

    private static void WriteDefault(Utf8JsonWriter writer, AttributeMapping mapping)
    {
        if (mapping.Default is { } json)
        {
            writer.WriteRawValue(json);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private void Note(string attribute, AttributeRule rule, string given) =>
        (bad ??= []).Add(new(attribute, rule, given.Length <= Shown ? given : given[..Shown]));
}
