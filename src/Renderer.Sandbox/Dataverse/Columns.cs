using System.Diagnostics.CodeAnalysis;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>The columns of the contact table: Dataverse's own names where it has the thing, else new_ and the sandbox's name.</summary>
internal sealed class Columns(PropertyCatalogue catalogue)
{
    public const string Id = "contactid";
    public const string Email = "emailaddress1";
    public const string CustomerNumber = "new_customernumber";
    public const string Account = "_parentcustomerid_value";
    public const string Modified = "modifiedon";

    private const string Prefix = "new_";

    private static readonly (string Column, string Property)[] Named =
    [
        (Email, PropertyCatalogue.Email), (CustomerNumber, PropertyCatalogue.CustomerNumber), ("firstname", "firstname"), ("lastname", "lastname"),
        ("birthdate", "birthday"), ("address1_city", "city"), ("address1_country", "country"), ("websiteurl", "website"), ("description", "bio"),
        ("createdon", PropertyCatalogue.Created), (Modified, PropertyCatalogue.Modified),
    ];

    // What no property stands behind: their values are computed in ContactRow.
    private static readonly Column[] Computed =
    [
        new(Id, "Uniqueidentifier", null), new("fullname", "String", null), new(Account, "Customer", null),
        new("statecode", "State", null), new("statuscode", "Status", null),
    ];

    private static readonly Dictionary<string, string> PropertyOf = Named.ToDictionary(pair => pair.Column, pair => pair.Property);
    private static readonly Dictionary<string, string> ColumnOf = Named.ToDictionary(pair => pair.Property, pair => pair.Column);

    public IEnumerable<Column> All => catalogue.All.Select(Of).OfType<Column>().Concat(Computed);

    /// <summary>The column of that name; null where there is none. Names are compared with case, as Dataverse does.</summary>
    public Column? Find(string name) =>
        Array.Find(Computed, column => column.Name == name)
        ?? (PropertyOf.TryGetValue(name, out var property) ? Of(catalogue.Find(property)!)
            : name.StartsWith(Prefix, StringComparison.Ordinal) && catalogue.Find(name[Prefix.Length..]) is { } custom && !ColumnOf.ContainsKey(custom.Name) ? Of(custom)
            : null);

    /// <summary>The column over a property; null for HubSpot's own id.</summary>
    [return: NotNullIfNotNull(nameof(property))]
    public static Column? Of(Property? property) => property is null || property.Name == PropertyCatalogue.Id
        ? null
        : new Column(ColumnOf.GetValueOrDefault(property.Name, Prefix + property.Name), TypeOf(property), property);

    private static string TypeOf(Property property) => (property.Type, property.FieldType) switch
    {
        ("number", _) => "Decimal",
        ("bool", _) => "Boolean",
        ("enumeration", "checkbox") => "MultiSelect",
        ("enumeration", _) => "Picklist",
        ("date", _) => "DateOnly",
        ("datetime", _) => "DateTime",
        _ => "String",
    };
}
