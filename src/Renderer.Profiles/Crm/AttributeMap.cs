using System.Buffers;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Our attribute names and the CRM's property names, both ways. A name that the workspace does not map is the CRM's own.</summary>
internal sealed class AttributeMap
{
    private readonly IReadOnlyDictionary<string, AttributeMapping> mapped;
    private readonly IReadOnlyList<string> always;
    private readonly ILookup<string, string> attributesOf;

    /// <summary>Makes the map of a connection.</summary>
    /// <param name="settings">Its attributes and lookups.</param>
    /// <param name="identifying">The properties that say who a person is; asked for whatever else is.</param>
    public AttributeMap(ConnectionSettings settings, IEnumerable<string> identifying)
    {
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

    /// <summary>A person's attributes as a JSON object in UTF-8, typed as the workspace says; null for what the CRM does not have.</summary>
    public ReadOnlyMemory<byte> ToJson(ReadSet reads, IReadOnlyDictionary<string, string?> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var attribute in AttributesFor(reads))
            {
                var (property, type) = Mapping(attribute);
                writer.WritePropertyName(attribute);
                AttributeValue.Write(writer, type, properties.GetValueOrDefault(property));
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private IEnumerable<string> AttributesFor(ReadSet reads) =>
        (reads.All ? reads.Names.Union(mapped.Keys) : reads.Names).Order(StringComparer.Ordinal);

    private AttributeMapping Mapping(string attribute) =>
        mapped.TryGetValue(attribute, out var mapping) ? mapping : new AttributeMapping(attribute);
}
