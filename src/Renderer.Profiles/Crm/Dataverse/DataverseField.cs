using System.Text.Json;
using System.Text.RegularExpressions;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>
/// Where a value stands in a row: <c>firstname</c>, a column; <c>statuscode@formatted</c>, what people read for it;
/// <c>parentcustomerid_account.name</c>, a column of the record that a lookup leads to; both together.
/// </summary>
/// <param name="Navigation">The lookup's navigation property; null for a column of the contact itself.</param>
/// <param name="Column">The column.</param>
/// <param name="IsFormatted">Its formatted value is meant.</param>
internal readonly partial record struct DataverseField(string? Navigation, string Column, bool IsFormatted)
{
    public const string Annotation = "OData.Community.Display.V1.FormattedValue";

    /// <summary>Reads a property of <c>attributes</c> or of a template; null where no column can be called so.</summary>
    public static DataverseField? Parse(string property)
    {
        var match = Form().Match(property);
        return match.Success
            ? new DataverseField(
                match.Groups["navigation"] is { Success: true } navigation ? navigation.Value : null,
                match.Groups["column"].Value,
                match.Groups["formatted"].Success)
            : null;
    }

    /// <summary>Its value in a row; null where the row has none.</summary>
    public JsonElement? In(JsonElement row)
    {
        if (Navigation is not null && (!row.TryGetProperty(Navigation, out row) || row.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        return row.TryGetProperty(IsFormatted ? $"{Column}@{Annotation}" : Column, out var value) ? value : null;
    }

    [GeneratedRegex(@"\A(?:(?<navigation>[A-Za-z][A-Za-z0-9_]{0,127})\.)?(?<column>[A-Za-z_][A-Za-z0-9_]{0,127})(?<formatted>@formatted)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
