using System.Globalization;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>The object's fields: Salesforce's own where it has one for a property, else one of the org's (Last_Seen__c).</summary>
internal sealed class Fields(PropertyCatalogue catalogue)
{
    /// <summary>The field of the id, which is the record's and no property's.</summary>
    public const string Id = "Id";

    /// <summary>The referred record's name, the one field that is asked for over a reference.</summary>
    public const string AccountName = "Account.Name";

    private const string Store = "store";

    private static readonly Dictionary<string, string[]> Standard = new()
    {
        [PropertyCatalogue.Email] = ["Email"],
        ["firstname"] = ["FirstName"],
        ["lastname"] = ["LastName"],
        ["city"] = ["MailingCity"],
        ["country"] = ["MailingCountry"],
        ["birthday"] = ["Birthdate"],
        [PropertyCatalogue.Created] = ["CreatedDate"],
        [PropertyCatalogue.Modified] = ["LastModifiedDate", "SystemModstamp"],
        [PropertyCatalogue.Id] = [],
    };

    /// <summary>All but the id, by name.</summary>
    public IEnumerable<Field> All => catalogue.All.SelectMany(Of).OrderBy(one => one.Name, StringComparer.Ordinal);

    /// <summary>The property that stands behind the account's name.</summary>
    public Property AccountProperty => catalogue.Find(Store)!;

    /// <summary>The field of that name; names are compared without case.</summary>
    public Field? Find(string name) => All.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The fields over a property.</summary>
    public static IEnumerable<Field> Of(Property property) =>
        (Standard.GetValueOrDefault(property.Name) ?? [OrgName(property.Name)]).Select(name => new Field(name, property.Label, TypeOf(property), property));

    private static string OrgName(string property) =>
        string.Join('_', property.Split('_').Select(word => word.Length == 0 ? word : char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..])) + "__c";

    private static string TypeOf(Property property) => property switch
    {
        { Name: PropertyCatalogue.Email } => "email",
        { Type: "number" } => "double",
        { Type: "date" } => "date",
        { Type: "datetime" } => "datetime",
        { Type: "bool" } => "boolean",
        { Type: "enumeration", FieldType: "checkbox" } => "multipicklist",
        { Type: "enumeration" } => "picklist",
        { FieldType: "textarea" or "html" } => "textarea",
        _ => "string",
    };
}
