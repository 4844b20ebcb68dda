using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce.PubSub;

/// <summary>Says which people an event is about, and which of our attributes.</summary>
internal sealed class ChangeReader(ConnectionSettings settings, SalesforceSettings kind)
{
    private const string Address = "Address";
    private const string Gap = "GAP_";

    /// <summary>The fields that every write moves: nobody's attribute, unless it is mapped.</summary>
    private static readonly string[] Stamps = ["LastModifiedDate", "LastModifiedById", "SystemModstamp"];

    private static readonly string[] AddressParts = ["City", "Country", "CountryCode", "PostalCode", "State", "StateCode", "Street"];

    /// <summary>The changes; null: somebody changed, and nobody knows who.</summary>
    public IReadOnlyList<CrmChange>? Read(ChangeEvent? told)
    {
        if (told is null)
        {
            return null;
        }

        if (!told.Entity.Equals(kind.Object, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        if (told.Kind == "GAP_OVERFLOW" || told.Records.Count == 0 || told.Records.Any(id => !SalesforceId.IsId(id)))
        {
            return null;
        }

        return [.. told.Records.SelectMany(id => ChangesOf(told, Identifier.Id(SalesforceId.Whole(id))))];
    }

    private IEnumerable<CrmChange> ChangesOf(ChangeEvent told, Identifier person)
    {
        var isGap = told.Kind.StartsWith(Gap, StringComparison.Ordinal);
        var names = NewNames(told).ToList();
        return (isGap ? told.Kind[Gap.Length..] : told.Kind) switch
        {
            "DELETE" => [new CrmChange(person, null, ChangeKind.Deleted)],
            "CREATE" or "UNDELETE" => [new CrmChange(person, null, ChangeKind.Created)],
            _ when isGap || told.Fields is null => [new CrmChange(person, null, ChangeKind.Changed)],
            _ when names.Count > 0 => names.Select(name => new CrmChange(person, AttributesOf(told.Fields), ChangeKind.Changed, name)),
            _ => [new CrmChange(person, AttributesOf(told.Fields), ChangeKind.Changed)],
        };
    }

    private IEnumerable<Identifier> NewNames(ChangeEvent told)
    {
        if (told.Values.TryGetValue(kind.EmailField, out var email) && !string.IsNullOrWhiteSpace(email))
        {
            yield return Identifier.Email(email);
        }

        foreach (var (lookup, field) in settings.Lookups)
        {
            if (told.Values.TryGetValue(field, out var value) && !string.IsNullOrWhiteSpace(value))
            {
                yield return new Identifier(lookup, value);
            }
        }
    }

    private List<string> AttributesOf(IReadOnlyList<string> fields)
    {
        var properties = fields.SelectMany(PropertiesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var references = fields.Select(ReferenceOf).OfType<string>().ToList();
        var mapped = settings.Attributes
            .Where(pair => properties.Contains(pair.Value.Property) || references.Exists(start => pair.Value.Property.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            .Select(pair => pair.Key);
        return [.. mapped.Concat(properties.Where(name => !settings.Attributes.ContainsKey(name) && !Stamps.Contains(name))).Distinct(StringComparer.Ordinal)];
    }

    // Events keep names and addresses in one: Name.FirstName is the field FirstName, MailingAddress.City is MailingCity.
    private static IEnumerable<string> PropertiesOf(string field) => field.Split('.') switch
    {
        [var whole, var part] when whole.EndsWith(Address, StringComparison.Ordinal) => [whole, whole[..^Address.Length] + part],
        [var whole, var part] => [whole, part],
        ["Name"] => ["Name", "FirstName", "LastName", "MiddleName", "Salutation", "Suffix"],
        [var whole] when whole.EndsWith(Address, StringComparison.Ordinal) => [whole, .. AddressParts.Select(part => whole[..^Address.Length] + part)],
        _ => [field],
    };

    // Another record is referred to now: what is read over the reference is another record's.
    private static string? ReferenceOf(string field) =>
        field.EndsWith("__c", StringComparison.Ordinal) ? field[..^1] + "r."
        : field.EndsWith("Id", StringComparison.Ordinal) && field.Length > 2 ? field[..^2] + "."
        : null;
}
