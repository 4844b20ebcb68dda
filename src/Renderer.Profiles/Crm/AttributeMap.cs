using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Our attribute names and the CRM's property names, both ways. A name that the workspace does not map is the CRM's own.</summary>
internal sealed class AttributeMap
{
    // For our own reading only: escaping every letter outside ASCII would make most of the world's names six times as long.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyDictionary<string, AttributeMapping> mapped;
    private readonly IReadOnlyList<string> always;
    private readonly ILookup<string, string> attributesOf;
    private readonly TimeProvider clock;

    /// <summary>Makes the map of a connection.</summary>
    /// <param name="settings">Its attributes and lookups.</param>
    /// <param name="identifying">The properties that say who a person is; asked for whatever else is.</param>
    /// <param name="clock">Says which day it is, for windows of dates; default the system's.</param>
    public AttributeMap(ConnectionSettings settings, IEnumerable<string> identifying, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        mapped = settings.Attributes;
        always = [.. identifying.Concat(settings.Lookups.Values).Distinct()];
        attributesOf = mapped.ToLookup(pair => pair.Value.Property, pair => pair.Key);
    }

    /// <summary>The properties to ask for, each once.</summary>
    public IReadOnlyList<string> PropertiesFor(ReadSet reads) =>
        [.. always.Union(AttributesFor(reads).Select(attribute => Mapping(attribute).Property))];

    /// <summary>The attributes that a changed property feeds.</summary>
    public IReadOnlyList<string> AttributesOf(string property)
    {
        var names = attributesOf[property];
        return [.. mapped.ContainsKey(property) ? names : names.Append(property)];
    }

    /// <summary>A person's attributes as a JSON object in UTF-8, typed and held against their rules; null for what the CRM does not have.</summary>
    public MappedValues ToJson(ReadSet reads, IReadOnlyDictionary<string, string?> properties) => ToJson(
        reads,
        mapping => properties.GetValueOrDefault(mapping.Property),
        (writer, mapping) => AttributeValue.Write(writer, mapping.Type ?? AttributeType.Text, properties.GetValueOrDefault(mapping.Property)));

    /// <summary>The same of a CRM whose values have types of their own.</summary>
    /// <param name="reads">Our attribute names.</param>
    /// <param name="find">A property's value by the CRM's name; null when it has none.</param>
    public MappedValues ToJson(ReadSet reads, Func<string, JsonElement?> find) => ToJson(
        reads,
        mapping => find(mapping.Property) is { } value ? AttributeValue.Text(value) : null,
        (writer, mapping) => AttributeValue.Write(writer, mapping.Type, find(mapping.Property)));

    private MappedValues ToJson(ReadSet reads, Func<AttributeMapping, string?> given, Func<Utf8JsonWriter, AttributeMapping, bool> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        var gate = new ValueGate(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), Compact);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            foreach (var attribute in AttributesFor(reads))
            {
                var mapping = Mapping(attribute);
                writer.WritePropertyName(attribute);
                gate.Pass(writer, attribute, mapping, given(mapping), write);
            }

            writer.WriteEndObject();
        }

        return new(buffer.WrittenMemory, gate.Bad);
    }

    private IEnumerable<string> AttributesFor(ReadSet reads) =>
        (reads.All ? reads.Names.Union(mapped.Keys) : reads.Names).Order(StringComparer.Ordinal);

    private AttributeMapping Mapping(string attribute) =>
        mapped.TryGetValue(attribute, out var mapping) ? mapping : new AttributeMapping(attribute);
}
