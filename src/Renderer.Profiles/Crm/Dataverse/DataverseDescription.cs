using System.Globalization;
using Refit;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Asks Dataverse what columns contacts have, and puts them into our words: each as a property that <c>attributes</c> can name.</summary>
internal static class DataverseDescription
{
    private const string Columns = "$select=LogicalName,AttributeType,AttributeTypeName,AttributeOf,IsValidForRead,DisplayName";
    private const string Choices = "$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)";

    public static async ValueTask<CrmDescription> AskAsync(DataverseCalls calls, Budget budget, CancellationToken cancellationToken)
    {
        var columns = await AskAsync(calls, budget, (call, end) => calls.Contacts.DescribeAsync(Columns, call, end), cancellationToken);
        if (columns.Reason != Reason.None)
        {
            return new CrmDescription([], columns.Reason);
        }

        var choices = await AskAsync(calls, budget, (call, end) => calls.Contacts.DescribeChoicesAsync(Choices, call, end), cancellationToken);
        if (choices.Reason != Reason.None)
        {
            return new CrmDescription([], choices.Reason);
        }

        var options = (choices.Value!.Value ?? []).Where(column => column.LogicalName is not null)
            .ToDictionary(column => column.LogicalName!, column => (column.OptionSet ?? column.GlobalOptionSet)?.Options ?? []);
        return new CrmDescription(
            [.. (columns.Value!.Value ?? []).SelectMany(column => Describe(column, options)).OrderBy(one => one.Name, StringComparer.Ordinal)], Reason.None);
    }

    private static ValueTask<CrmReply<DataverseColumns>> AskAsync(
        DataverseCalls calls, Budget budget, Func<CrmCall, CancellationToken, Task<ApiResponse<DataverseColumns>>> ask, CancellationToken cancellationToken) =>
        calls.Client.AskAsync(CrmCallKind.Many, 0, budget, ask, cancellationToken);

    private static IEnumerable<CrmAttribute> Describe(DataverseColumn column, Dictionary<string, IReadOnlyList<DataverseOption>> options)
    {
        if (column is not { LogicalName: { Length: > 0 } name, AttributeOf: null, IsValidForRead: not false })
        {
            yield break;
        }

        var label = column.DisplayName?.UserLocalizedLabel?.Label;
        var choices = options.GetValueOrDefault(name, []);
        var isLookup = column.AttributeType is "Lookup" or "Customer" or "Owner";
        var property = isLookup ? $"_{name}_value" : name;
        yield return new CrmAttribute(property, TypeOf(column), label, [.. choices.Select(one => one.Value?.ToString(CultureInfo.InvariantCulture)).OfType<string>()]);
        if (isLookup || column.AttributeType is "Picklist" or "State" or "Status" || IsMultiple(column))
        {
            yield return new CrmAttribute(
                property + "@formatted",
                IsMultiple(column) ? AttributeType.List : AttributeType.Text,
                label,
                [.. choices.Select(one => one.Label?.UserLocalizedLabel?.Label).OfType<string>()]);
        }
    }

    private static AttributeType? TypeOf(DataverseColumn column) => column.AttributeType switch
    {
        "String" or "Memo" or "Uniqueidentifier" or "EntityName" or "Lookup" or "Customer" or "Owner" => AttributeType.Text,
        "Integer" or "BigInt" or "Decimal" or "Double" or "Money" or "Picklist" or "State" or "Status" => AttributeType.Number,
        "Boolean" => AttributeType.Boolean,
        "DateTime" => AttributeType.Date,
        _ when IsMultiple(column) => AttributeType.Text,
        _ => null,
    };

    private static bool IsMultiple(DataverseColumn column) => column.AttributeTypeName?.Value == "MultiSelectPicklistType";
}
