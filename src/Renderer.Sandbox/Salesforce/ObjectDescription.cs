using System.Text.Json;

namespace Renderer.Sandbox.Salesforce;

/// <summary><c>/sobjects/Contact/describe</c>: what fields there are.</summary>
internal sealed class ObjectDescription(Fields fields)
{
    public Task DescribeAsync(HttpContext context) => Target.Of(context) is not { } target
        ? SalesforceError.NotFound.WriteAsync(context)
        : context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", target.Object.Name);
            writer.WriteString("keyPrefix", target.Object.Prefix);
            writer.WriteBoolean("queryable", true);
            writer.WriteStartArray("fields");
            Write(writer, Fields.Id, "Record ID", "id", [], false);
            foreach (var field in fields.All)
            {
                Write(writer, field.Name, field.Label, field.Type, field.Type.EndsWith("picklist", StringComparison.Ordinal) ? field.Property.Options : [], field.IsExternalId);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, string name, string label, string type, IReadOnlyList<string> options, bool isExternalId)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("label", label);
        writer.WriteString("type", type);
        writer.WriteBoolean("custom", name.EndsWith("__c", StringComparison.Ordinal));
        writer.WriteBoolean("externalId", isExternalId);
        writer.WriteBoolean("idLookup", isExternalId || name is Fields.Id or "Email");
        writer.WriteBoolean("nillable", name is not (Fields.Id or "LastName"));
        writer.WriteStartArray("picklistValues");
        foreach (var option in options)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", true);
            writer.WriteBoolean("defaultValue", false);
            writer.WriteString("label", option);
            writer.WriteString("value", option);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
