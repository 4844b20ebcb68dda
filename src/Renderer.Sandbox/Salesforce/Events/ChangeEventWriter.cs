using System.Globalization;
using System.Numerics;
using Avro;
using Avro.Generic;
using Avro.IO;
using Renderer.Sandbox.Hooks;

namespace Renderer.Sandbox.Salesforce.Events;

/// <summary>Writes an event in Avro: the header with its bitmaps, and the values of what changed.</summary>
internal sealed class ChangeEventWriter(ChangeEventSchema schema, Fields fields, TimeProvider clock)
{
    public byte[] Write(LoggedEvent told)
    {
        var record = new GenericRecord(schema.Record);
        var header = new GenericRecord((RecordSchema)schema.Record["ChangeEventHeader"].Schema);
        var changed = told.Change is { Kind: ChangeKind.Changed or ChangeKind.Created } change ? Changed(change).ToList() : [];
        header.Add("entityName", "Contact");
        header.Add("recordIds", told.Records.ToArray());
        header.Add("changeType", new GenericEnum((EnumSchema)header.Schema["changeType"].Schema, told.Kind));
        header.Add("changeOrigin", "com/salesforce/api/rest/66.0");
        header.Add("transactionKey", Guid.NewGuid().ToString());
        header.Add("sequenceNumber", 1);
        header.Add("commitTimestamp", clock.GetUtcNow().ToUnixTimeMilliseconds());
        header.Add("commitNumber", told.Replay);
        header.Add("commitUser", RecordIds.Of("005", "1")!);
        header.Add("diffFields", Array.Empty<string>());
        header.Add("nulledFields", Bitmaps([.. changed.Where(one => one.Value is null).Select(one => one.Field)]));
        header.Add("changedFields", told.Kind == "UPDATE" ? Bitmaps([.. changed.Select(one => one.Field)]) : []);
        record.Add("ChangeEventHeader", header);
        foreach (var field in schema.Record.Fields.Skip(1))
        {
            record.Add(field.Name, null);
        }

        foreach (var (field, value) in changed)
        {
            Put(record, field, value);
        }

        using var stream = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(schema.Record).Write(record, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    private IEnumerable<(Field Field, string? Value)> Changed(PersonChange change) =>
        fields.All.Where(field => change.Values.ContainsKey(field.Property.Name) || field.Name is "LastModifiedDate")
            .Select(field => (field, change.Person.Get(field.Property)));

    private void Put(GenericRecord record, Field field, string? value)
    {
        var (at, below) = schema.PositionOf(field.Name);
        var place = schema.Record.Fields[at];
        if (below is { } inner)
        {
            var type = (RecordSchema)((UnionSchema)place.Schema)[1];
            var whole = record[place.Name] as GenericRecord ?? Empty(type);
            whole.Add(type.Fields[inner].Name, value);
            record.Add(place.Name, whole);
            return;
        }

        record.Add(place.Name, value is null ? null : field.Type switch
        {
            "boolean" => value == "true",
            "double" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            "date" or "datetime" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? instant.ToUnixTimeMilliseconds()
                : null,
            _ => (object)value,
        });
    }

    private static GenericRecord Empty(RecordSchema type)
    {
        var record = new GenericRecord(type);
        type.Fields.ForEach(field => record.Add(field.Name, null));
        return record;
    }

    // One over the event's own fields, and one for each field that has fields of its own.
    private string[] Bitmaps(IReadOnlyCollection<Field> changed)
    {
        var places = changed.Select(field => schema.PositionOf(field.Name)).ToList();
        var own = places.Where(place => place.Below is null).Aggregate(BigInteger.Zero, (bits, place) => bits | (BigInteger.One << place.At));
        return
        [
            .. own.IsZero ? [] : new[] { Hex(own) },
            .. places.Where(place => place.Below is not null).GroupBy(place => place.At).Select(group => string.Create(
                CultureInfo.InvariantCulture, $"{group.Key}-{Hex(group.Aggregate(BigInteger.Zero, (bits, place) => bits | (BigInteger.One << place.Below!.Value)))}")),
        ];
    }

    private static string Hex(BigInteger bits)
    {
        var text = bits.ToString("X", CultureInfo.InvariantCulture).TrimStart('0');
        return "0x" + (text.Length % 2 == 0 ? text : "0" + text);
    }
}
