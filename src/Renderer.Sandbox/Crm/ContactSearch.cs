using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Crm;

/// <summary>The question of a search, as HubSpot takes it: groups of filters (one group must hold), one order, a page.</summary>
internal sealed class ContactSearch
{
    private const int PageLimit = 200;
    private const int Most = 10_000;
    private const int GroupLimit = 5;
    private const int FilterLimit = 6;

    private readonly List<List<Filter>> groups = [];
    private Property? sort;
    private bool descending;

    public ContactQuery Query { get; private set; } = new([], [], null, false);

    public int Limit { get; private set; } = 10;

    public int After { get; private set; }

    /// <summary>Reads a body; null with an error in HubSpot's words.</summary>
    public static (ContactSearch? Search, CrmError? Error) Read(JsonElement body, PropertyCatalogue catalogue)
    {
        var search = new ContactSearch();
        var error = search.TryGroups(body, catalogue) ?? search.TrySort(body, catalogue) ?? search.TryPage(body);
        return error is null ? (search, null) : (null, error);
    }

    /// <summary>The people that a group lets through, in order.</summary>
    public List<Person> Of(IEnumerable<Person> people)
    {
        var found = people.Where(person => groups.Count == 0 || groups.Exists(group => group.TrueForAll(filter => filter.Holds(person))));
        var ordered = sort is null ? found
            : descending ? found.OrderByDescending(person => Comparable.Of(sort, person.Get(sort)))
            : found.OrderBy(person => Comparable.Of(sort, person.Get(sort)));
        return [.. ordered];
    }

    private CrmError? TryGroups(JsonElement body, PropertyCatalogue catalogue)
    {
        foreach (var group in List(body, "filterGroups"))
        {
            var filters = new List<Filter>();
            foreach (var one in List(group, "filters"))
            {
                if (Member(one, "propertyName") is not { } name || catalogue.Find(name) is not { } property)
                {
                    return CrmError.Invalid($"There was a problem with the request: unknown property {Member(one, "propertyName")}");
                }

                if (Filter.Make(property, Member(one, "operator"), Member(one, "value")) is not { } filter)
                {
                    return CrmError.Invalid($"There was a problem with the request: operator {Member(one, "operator")} of {name}");
                }

                filters.Add(filter);
            }

            groups.Add(filters);
        }

        return groups.Count > GroupLimit || groups.Exists(group => group.Count > FilterLimit)
            ? CrmError.Invalid($"At most {GroupLimit} filterGroups with {FilterLimit} filters each")
            : null;
    }

    private CrmError? TrySort(JsonElement body, PropertyCatalogue catalogue)
    {
        var sorts = List(body, "sorts");
        if (sorts.Count == 0)
        {
            return null;
        }

        sort = catalogue.Find(Member(sorts[0], "propertyName") ?? "");
        descending = Member(sorts[0], "direction") == "DESCENDING";
        return sorts.Count > 1 || sort is null ? CrmError.Invalid("One sort of a known property at most") : null;
    }

    private CrmError? TryPage(JsonElement body)
    {
        if (CrmBody.Texts(body, "properties") is not { } properties)
        {
            return CrmError.BadJson(1, 1, "Cannot deserialize value of properties: an array of names is expected");
        }

        Query = new ContactQuery(properties, [], null, false);
        Limit = Number(body, "limit") ?? 10;
        After = Number(body, "after") ?? 0;
        return Limit is < 1 or > PageLimit ? CrmError.Invalid($"limit must be between 1 and {PageLimit}")
            : After < 0 || After + Limit > Most ? CrmError.Invalid($"The paging limit of {Most} results is exceeded")
            : null;
    }

    private static List<JsonElement> List(JsonElement body, string member) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : [];

    private static string? Member(JsonElement body, string member) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(member, out var value) ? CrmBody.Text(value) : null;

    private static int? Number(JsonElement body, string member) =>
        Member(body, member) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : -1;

    private sealed record Filter(Property Property, string Operator, Comparable Value)
    {
        public static Filter? Make(Property property, string? @operator, string? value) => @operator switch
        {
            "EQ" or "NEQ" or "GT" or "GTE" or "LT" or "LTE" when value is not null => new(property, @operator, Comparable.Of(property, value)),
            "HAS_PROPERTY" or "NOT_HAS_PROPERTY" => new(property, @operator, default),
            _ => null,
        };

        public bool Holds(Person person)
        {
            var value = person.Get(Property);
            var order = value is null ? 0 : Comparable.Of(Property, value).CompareTo(Value);
            return Operator switch
            {
                "HAS_PROPERTY" => !string.IsNullOrEmpty(value),
                "NOT_HAS_PROPERTY" => string.IsNullOrEmpty(value),
                "NEQ" => value is null || order != 0,
                _ when value is null => false,
                "EQ" => order == 0,
                "GT" => order > 0,
                "GTE" => order >= 0,
                "LT" => order < 0,
                _ => order <= 0,
            };
        }
    }

    /// <summary>A value as HubSpot orders it: instants and numbers by size, everything else as text without regard to case.</summary>
    private readonly record struct Comparable(double Number, string Text) : IComparable<Comparable>
    {
        public static Comparable Of(Property property, string? value) =>
            property.Type is "datetime" or "date" && DateTimeOffset.TryParse(
                value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? new(instant.ToUnixTimeMilliseconds(), "")
            : property.Type is "number" or "datetime" or "date" && double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? new(number, "")
            : new(0, value?.ToLowerInvariant() ?? "");

        public int CompareTo(Comparable other) =>
            Number != other.Number ? Number.CompareTo(other.Number) : string.CompareOrdinal(Text, other.Text);
    }
}
