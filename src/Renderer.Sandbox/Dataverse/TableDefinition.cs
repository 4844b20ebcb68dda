using System.Text.Json;

namespace Renderer.Sandbox.Dataverse;

/// <summary>EntityDefinitions: what columns the contact table has.</summary>
internal sealed class TableDefinition(Columns columns)
{
    /// <summary>Every column, without the options of choices.</summary>
    public Task DescribeAsync(HttpContext context) => AnswerAsync(context, columns.All, withOptions: false);

    /// <summary>The choices alone, with their options where $expand asks.</summary>
    public Task DescribeChoicesAsync(HttpContext context) =>
        AnswerAsync(context, columns.All.Where(column => column.Type == "Picklist"), context.Request.Query.ContainsKey("$expand"));

    private static Task AnswerAsync(HttpContext context, IEnumerable<Column> some, bool withOptions) =>
        (string)context.Request.RouteValues["table"]! != "contact"
            ? new DataverseError(404, "0x80060888", $"Could not find an entity with name {context.Request.RouteValues["table"]}").WriteAsync(context)
            : context.Response.WriteJsonAsync(
                200,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartArray("value");
                    foreach (var column in some)
                    {
                        Write(writer, column, withOptions);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                },
                ContactTable.ContentType);

    private static void Write(Utf8JsonWriter writer, Column column, bool withOptions)
    {
        var isLookup = column.Name == Columns.Account;
        writer.WriteStartObject();
        writer.WriteString("LogicalName", isLookup ? "parentcustomerid" : column.Name);
        writer.WriteString("AttributeType", column.Type switch { "MultiSelect" => "Virtual", "DateOnly" => "DateTime", var type => type });
        writer.WriteStartObject("AttributeTypeName");
        writer.WriteString("Value", column.Type switch { "MultiSelect" => "MultiSelectPicklistType", "DateOnly" => "DateTimeType", var type => type + "Type" });
        writer.WriteEndObject();
        writer.WriteNull("AttributeOf");
        writer.WriteBoolean("IsValidForRead", true);
        WriteLabel(writer, "DisplayName", column.Property?.Label ?? column.Name);
        if (withOptions)
        {
            writer.WriteStartObject("OptionSet");
            writer.WriteStartArray("Options");
            for (var i = 0; i < column.Options.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("Value", Column.NumberOf(i));
                WriteLabel(writer, "Label", Column.Label(column.Options[i]));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteLabel(Utf8JsonWriter writer, string name, string label)
    {
        writer.WriteStartObject(name);
        writer.WriteStartObject("UserLocalizedLabel");
        writer.WriteString("Label", label);
        writer.WriteNumber("LanguageCode", 1033);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
