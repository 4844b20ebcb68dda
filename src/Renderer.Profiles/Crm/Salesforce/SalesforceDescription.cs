using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Puts an object's description into our words.</summary>
internal static class SalesforceDescription
{
    /// <summary>The object's fields.</summary>
    public static CrmDescription Of(SalesforceObject? described) => described?.Fields is { } fields
        ? new CrmDescription([.. fields.Where(field => field?.Name is { Length: > 0 }).Select(field => Attribute(field!))], Reason.None)
        : new CrmDescription([], Reason.CrmError);

    private static CrmAttribute Attribute(SalesforceField field) => new(
        field.Name!,
        TypeOf(field.Type),
        field.Label,
        [.. (field.PicklistValues ?? []).Where(option => option is { Active: true, Value: not null }).Select(option => option!.Value!)]);

    private static AttributeType? TypeOf(string? type) => type switch
    {
        "double" or "currency" or "percent" or "int" or "long" => AttributeType.Number,
        "boolean" => AttributeType.Boolean,
        "date" or "datetime" => AttributeType.Date,
        "multipicklist" => AttributeType.List,
        "address" or "location" or "complexvalue" => AttributeType.Json,
        "base64" => null,
        _ => AttributeType.Text,
    };
}
