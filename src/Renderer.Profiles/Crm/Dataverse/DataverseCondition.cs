using System.Buffers;
using System.Globalization;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Conditions of OData on who is meant; encoded, so that no value can end its own literal or the option that it stands in.</summary>
internal sealed class DataverseCondition(ConnectionSettings settings, IReadOnlySet<string> alternateKeys)
{
    public const string Email = "emailaddress1";

    /// <summary>Rows that were merged into another or deactivated keep their address, and must not make it ambiguous.</summary>
    private const string Active = "statecode%20eq%200";

    // What the platform does not take within an alternate key, encoded or not.
    private static readonly SearchValues<char> NotInKeys = SearchValues.Create("/<>*%&:\\?+#");

    /// <summary>The column that an identifier of this kind is the value of.</summary>
    public string ColumnOf(string kind) => kind switch
    {
        Identifier.IdKind => DataverseSelection.Id,
        Identifier.EmailKind => Email,
        var lookup => settings.Lookups.TryGetValue(lookup, out var column)
            ? column
            : throw new ArgumentException($"The connection has no lookup named '{lookup}'.", nameof(kind)),
    };

    /// <summary>The one row's key between the parentheses of its address; null where the person has to be searched for.</summary>
    public string? KeyOf(Identifier person) => person.Kind == Identifier.IdKind ? GuidOf(person)
        : alternateKeys.Contains(person.Kind) && person.Value.AsSpan().IndexOfAny(NotInKeys) < 0 ? $"{ColumnOf(person.Kind)}={Literal(person)}"
        : null;

    /// <summary>The option that lets these people through alone.</summary>
    public string FilterOf(IReadOnlyList<Identifier> people)
    {
        var any = string.Join("%20or%20", people.Select(person => $"{ColumnOf(person.Kind)}%20eq%20{Literal(person)}"));
        var isKey = people[0].Kind == Identifier.IdKind || alternateKeys.Contains(people[0].Kind); // one row at most, in whatever state
        return $"$filter={(isKey ? any : people.Count == 1 ? $"{any}%20and%20{Active}" : $"({any})%20and%20{Active}")}";
    }

    /// <summary>Whether Dataverse could know anybody by this name.</summary>
    public bool CanBeNamed(Identifier person) => person.Kind == Identifier.IdKind
        ? GuidOf(person) is not null
        : !string.IsNullOrWhiteSpace(person.Value) && !person.Value.Any(char.IsControl) && (KindOf(person) != LiteralKind.Number || Number(person) is not null);

    /// <summary>A GUID in the one spelling in which Dataverse writes it.</summary>
    public static string? GuidOf(Identifier person) => Guid.TryParse(person.Value, out var guid) ? guid.ToString("D") : null;

    private string Literal(Identifier person) => KindOf(person) switch
    {
        LiteralKind.Guid => GuidOf(person) ?? Guid.Empty.ToString("D"),
        LiteralKind.Number => Number(person)!,
        _ => $"'{Uri.EscapeDataString(person.Value.Replace("'", "''", StringComparison.Ordinal))}'",
    };

    // What the workspace says of the column's attribute decides; text else, which is what numbers of customers are as a rule.
    private LiteralKind KindOf(Identifier person)
    {
        var column = ColumnOf(person.Kind);
        return column == DataverseSelection.Id || (column.StartsWith('_') && column.EndsWith("_value", StringComparison.Ordinal)) ? LiteralKind.Guid
            : settings.Attributes.Values.Any(mapping => mapping.Property == column && mapping.Type == AttributeType.Number) ? LiteralKind.Number
            : LiteralKind.Text;
    }

    private static string? Number(Identifier person) =>
        decimal.TryParse(person.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private enum LiteralKind
    {
        Text,
        Guid,
        Number,
    }
}
