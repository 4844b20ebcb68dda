using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>A contact as a row of Dataverse.</summary>
internal sealed class ContactRow(PropertyCatalogue catalogue, RecordIds ids)
{
    private const string Formatted = "@OData.Community.Display.V1.FormattedValue";

    /// <summary>The row's version, as an ETag: another one with each write to the row.</summary>
    public static string ETag(Person person) =>
        string.Create(CultureInfo.InvariantCulture, $"W/\"{(person.Versions.IsEmpty ? 1_000_000 : person.Versions[^1].At.UtcTicks)}\"");

    /// <summary>Writes the members of a row, within its braces.</summary>
    public void Write(Utf8JsonWriter writer, Person person, RowQuery query, bool annotated)
    {
        writer.WriteString("@odata.etag", ETag(person));
        foreach (var column in query.Columns)
        {
            WriteColumn(writer, column, person, annotated);
        }

        if (!query.Columns.Any(column => column.Name == Columns.Id))
        {
            writer.WriteString(Columns.Id, ids.Of(person.Id));
        }

        if (query.Account.Count > 0)
        {
            writer.WritePropertyName(RowQuery.AccountOf);
            WriteAccount(writer, person, query.Account);
        }
    }

    /// <summary>A column's value as text, for comparing; null where there is none.</summary>
    public string? Text(Column column, Person person) => column.Name switch
    {
        Columns.Id => ids.Of(person.Id).ToString("D"),
        "fullname" => FullName(person),
        "statecode" => person.Archived ? "1" : "0",
        "statuscode" => person.Archived ? "2" : "1",
        Columns.Account => AccountName(person) is { } name ? RecordIds.OfAccount(name).ToString("D") : null,
        _ => person.Get(column.Property!),
    };

    private void WriteColumn(Utf8JsonWriter writer, Column column, Person person, bool annotated)
    {
        var text = Text(column, person);
        if (annotated && (column.Name == Columns.Account ? AccountName(person) : column.Property is null ? State(column, text) : column.Formatted(text)) is { } shown)
        {
            writer.WriteString(column.Name + Formatted, shown);
        }

        writer.WritePropertyName(column.Name);
        if (column.Type is "State" or "Status")
        {
            writer.WriteNumberValue(int.Parse(text!, CultureInfo.InvariantCulture));
        }
        else if (column.Property is null)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            column.Write(writer, text);
        }
    }

    private static string? State(Column column, string? text) =>
        column.Type is "State" or "Status" ? text is "0" || (text is "1" && column.Type == "Status") ? "Active" : "Inactive" : null;

    private void WriteAccount(Utf8JsonWriter writer, Person person, IReadOnlyList<string> columns)
    {
        if (AccountName(person) is not { } name)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("accountid", RecordIds.OfAccount(name));
        foreach (var column in columns.Where(column => column != "accountid"))
        {
            writer.WriteString(column, column == "name" ? name : person.Get(catalogue, "city"));
        }

        writer.WriteEndObject();
    }

    private string? AccountName(Person person) => person.Get(catalogue, "store") is { Length: > 0 } name ? name : null;

    private string? FullName(Person person)
    {
        var name = $"{person.Get(catalogue, "firstname")} {person.Get(catalogue, "lastname")}".Trim();
        return name.Length == 0 ? null : name;
    }
}
