using System.Globalization;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Finds the people that a query asks for.</summary>
internal sealed class QueryPeople(PeopleStore people, Fields fields, SObject sobject)
{
    /// <summary>Their ids, in the query's order.</summary>
    public IReadOnlyList<string> Find(SoqlQuery query, TimeSpan lag)
    {
        var found = Candidates(query, lag)
            .Where(person => !person.Archived && RecordIds.Of(sobject.Prefix, person.Id) is not null)
            .Where(person => query.Conditions.All(condition => Holds(condition, person)));
        IOrderedEnumerable<Person>? ordered = null;
        foreach (var (field, descending) in query.Order.Where(one => !IsId(one.Field)))
        {
            ordered = (ordered, descending) switch
            {
                (null, true) => found.OrderByDescending(person => Text(person, field), StringComparer.Ordinal),
                (null, false) => found.OrderBy(person => Text(person, field), StringComparer.Ordinal),
                ({ } before, true) => before.ThenByDescending(person => Text(person, field), StringComparer.Ordinal),
                ({ } before, false) => before.ThenBy(person => Text(person, field), StringComparer.Ordinal),
            };
        }

        return [.. (ordered ?? found).Take(query.Limit ?? int.MaxValue).Select(person => person.Id)];
    }

    // By a name where one is given; else everybody, in the order of the ids.
    private IEnumerable<Person> Candidates(SoqlQuery query, TimeSpan lag)
    {
        foreach (var condition in query.Conditions.Where(one => one.Operator is "=" or "IN"))
        {
            if (IsId(condition.Field))
            {
                return condition.Values.Select(id => RecordIds.PersonOf(sobject.Prefix, id)).OfType<string>()
                    .Select(id => people.Read(id, lag)).OfType<Person>().DistinctBy(person => person.Id);
            }

            if (fields.Find(condition.Field) is { Property: { Unique: true } property })
            {
                return condition.Values.Select(value => people.Find(property, value, lag)).OfType<Person>().DistinctBy(person => person.Id);
            }
        }

        return people.After(null).Select(id => people.Read(id, lag)).OfType<Person>();
    }

    private bool Holds(SoqlCondition condition, Person person)
    {
        if (IsId(condition.Field))
        {
            return condition.Values.Any(id => RecordIds.PersonOf(sobject.Prefix, id) == person.Id);
        }

        var field = fields.Find(condition.Field);
        var text = Text(person, condition.Field);
        if (condition.Operator is "=" or "IN")
        {
            return condition.Values.Any(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase));
        }

        var order = field?.Type == "datetime" ? Instant(text).CompareTo(Instant(condition.Values[0])) : string.CompareOrdinal(text, condition.Values[0]);
        return condition.Operator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static bool IsId(string field) => field.Equals(Fields.Id, StringComparison.OrdinalIgnoreCase);

    private string? Text(Person person, string field) =>
        field.Equals(Fields.AccountName, StringComparison.OrdinalIgnoreCase) ? person.Get(fields.AccountProperty)
        : fields.Find(field) is { } known ? person.Get(known.Property)
        : null;

    private static DateTimeOffset Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : DateTimeOffset.MinValue;
}
