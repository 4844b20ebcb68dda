using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Avro;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce.Events;

/// <summary>The schema of a contact's change events, in Salesforce's form: a header, the name and the address as records of their own, every field optional.</summary>
internal sealed class ChangeEventSchema
{
    /// <summary>Fields that events keep below another.</summary>
    private static readonly (string Whole, string Part, string Field)[] Below =
    [
        ("Name", "FirstName", "FirstName"), ("Name", "LastName", "LastName"), ("MailingAddress", "City", "MailingCity"), ("MailingAddress", "Country", "MailingCountry"),
    ];

    private ChangeEventSchema(string json)
    {
        Json = json;
        Record = (RecordSchema)Schema.Parse(json);
        Id = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..22];
    }

    public string Id { get; }

    public string Json { get; }

    public RecordSchema Record { get; }

    /// <summary>Where a field stands: its position, and the position below it where it stands below another.</summary>
    public (int At, int? Below) PositionOf(string field)
    {
        var below = Array.Find(Below, one => one.Field == field);
        if (below.Whole is null)
        {
            return (Record[field].Pos, null);
        }

        var whole = Record[below.Whole];
        return (whole.Pos, ((RecordSchema)((UnionSchema)whole.Schema)[1])[below.Part].Pos);
    }

    /// <summary>The schema over the fields there are now.</summary>
    public static ChangeEventSchema Of(Fields fields) => new(Write(fields));

    private static string Write(Fields fields) => DataFile.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "record");
        writer.WriteString("name", "ContactChangeEvent");
        writer.WriteString("namespace", "com.sforce.eventbus");
        writer.WriteStartArray("fields");
        WriteHeader(writer);
        foreach (var whole in Below.Select(one => one.Whole).Distinct())
        {
            WriteRecord(writer, whole, whole == "Name" ? "Switchable_PersonName" : "Address", [.. Below.Where(one => one.Whole == whole).Select(one => one.Part)]);
        }

        foreach (var field in fields.All.Where(field => !Array.Exists(Below, one => one.Field == field.Name)))
        {
            WriteOptional(writer, field.Name, field.Type switch { "boolean" => "boolean", "double" => "double", "date" or "datetime" => "long", _ => "string" });
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteHeader(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", "ChangeEventHeader");
        writer.WriteStartObject("type");
        writer.WriteString("type", "record");
        writer.WriteString("name", "ChangeEventHeader");
        writer.WriteStartArray("fields");
        WritePlain(writer, "entityName", "\"string\"");
        WritePlain(writer, "recordIds", """{"type":"array","items":"string"}""");
        WritePlain(
            writer,
            "changeType",
            """{"type":"enum","name":"ChangeType","symbols":["CREATE","UPDATE","DELETE","UNDELETE","GAP_CREATE","GAP_UPDATE","GAP_DELETE","GAP_UNDELETE","GAP_OVERFLOW","SNAPSHOT"]}""");
        WritePlain(writer, "changeOrigin", "\"string\"");
        WritePlain(writer, "transactionKey", "\"string\"");
        WritePlain(writer, "sequenceNumber", "\"int\"");
        WritePlain(writer, "commitTimestamp", "\"long\"");
        WritePlain(writer, "commitNumber", "\"long\"");
        WritePlain(writer, "commitUser", "\"string\"");
        WritePlain(writer, "nulledFields", """{"type":"array","items":"string"}""");
        WritePlain(writer, "diffFields", """{"type":"array","items":"string"}""");
        WritePlain(writer, "changedFields", """{"type":"array","items":"string"}""");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, string name, string type, IReadOnlyList<string> parts)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteStartArray("type");
        writer.WriteStringValue("null");
        writer.WriteStartObject();
        writer.WriteString("type", "record");
        writer.WriteString("name", type);
        writer.WriteStartArray("fields");
        foreach (var part in parts)
        {
            WriteOptional(writer, part, "string");
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNull("default");
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteStartArray("type");
        writer.WriteStringValue("null");
        writer.WriteStringValue(type);
        writer.WriteEndArray();
        writer.WriteNull("default");
        writer.WriteEndObject();
    }

    private static void WritePlain(Utf8JsonWriter writer, string name, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WritePropertyName("type");
        writer.WriteRawValue(type);
        writer.WriteEndObject();
    }
}
