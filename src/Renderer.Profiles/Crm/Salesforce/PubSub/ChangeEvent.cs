using System.Collections;
using Avro;
using Avro.Generic;
using Avro.IO;

namespace Renderer.Profiles.Crm.Salesforce.PubSub;

/// <summary>A change event of Salesforce's.</summary>
/// <param name="Entity">The object.</param>
/// <param name="Records">The records' ids; one that ends in * stands for all that begin so.</param>
/// <param name="Kind">CREATE, UPDATE, DELETE, UNDELETE; GAP_ before it where Salesforce could not tell more; GAP_OVERFLOW.</param>
/// <param name="Fields">What changed; null when that cannot be read.</param>
/// <param name="Values">The new values of texts among them.</param>
internal sealed record ChangeEvent(
    string Entity, IReadOnlyList<string> Records, string Kind, IReadOnlyList<string>? Fields, IReadOnlyDictionary<string, string> Values)
{
    private const string Header = "ChangeEventHeader";

    /// <summary>Reads an event; null when it is no change event.</summary>
    public static ChangeEvent? Read(RecordSchema schema, byte[] payload)
    {
        try
        {
            using var stream = new MemoryStream(payload, writable: false);
            var record = new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(stream));
            if (!record.TryGetValue(Header, out var header) || header is not GenericRecord head)
            {
                return null;
            }

            var fields = ChangedFields.Decode([.. Texts(head, "changedFields"), .. Texts(head, "nulledFields"), .. Texts(head, "diffFields")], schema);
            return new ChangeEvent(
                Text(head, "entityName"), Texts(head, "recordIds"), Text(head, "changeType"), fields?.Distinct(StringComparer.Ordinal).ToList(), ValuesOf(record, fields ?? []));
        }
        catch (Exception exception) when (exception is AvroException or IOException or InvalidCastException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> ValuesOf(GenericRecord record, IEnumerable<string> fields)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            if (record.TryGetValue(field, out var value) && value is string text)
            {
                values[field] = text;
            }
        }

        return values;
    }

    private static string Text(GenericRecord record, string name) => record.TryGetValue(name, out var value) ? value switch
    {
        string text => text,
        GenericEnum one => one.Value,
        _ => "",
    } : "";

    private static IReadOnlyList<string> Texts(GenericRecord record, string name) =>
        record.TryGetValue(name, out var value) && value is IEnumerable list and not string ? [.. list.OfType<string>()] : [];
}
