using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>
/// Reads people by their names. Many are one query whose condition names them all: it is one request of the limits and one query of the
/// database, where a $batch of single reads would be as many requests of the daily allowance as it has parts, done one after the other.
/// </summary>
internal sealed class DataverseSearch(
    DataverseCalls calls, AttributeMap map, DataverseCondition condition, DataverseAnswers answers, OnAmbiguous onAmbiguous)
{
    /// <summary>Well below the 500 conditions that the platform takes.</summary>
    public const int MostPeople = 100;

    /// <summary>Rows to look at for one name: two tell that it is ambiguous, the others leave room for those that are equal but for an accent.</summary>
    private const int RowsOfOne = 5;

    /// <summary>The platform takes 32 KB of URL; the rest is for what is selected.</summary>
    private const int MostInFilter = 20_000;

    /// <summary>Reads one.</summary>
    public async ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (!condition.CanBeNamed(person))
        {
            return new CrmAnswer(null, Reason.ProfileMissing);
        }

        var properties = map.PropertiesFor(reads);
        if (condition.KeyOf(person) is { } key)
        {
            var row = await calls.ReadAsync(key, properties, budget, cancellationToken);
            return row.Reason == Reason.None ? answers.One(row.Value, person, reads) : new CrmAnswer(null, row.Reason);
        }

        var reply = await calls.FindAsync(CrmCallKind.One, 1, properties, Options([person], RowsOfOne), null, budget, cancellationToken);
        return reply.Reason != Reason.None ? new CrmAnswer(null, reply.Reason)
            : answers.People(reply.Value, reads) is { } people ? answers.Found(people, person)
            : new CrmAnswer(null, Reason.CrmError);
    }

    /// <summary>Reads many of one kind; answers stand in the order asked.</summary>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people.Count, MostPeople);
        var found = new Dictionary<Identifier, CrmAnswer>();
        var asked = people.Where(condition.CanBeNamed).Distinct().ToList();
        var told = await Task.WhenAll(Parts(asked).Select(part => FindAsync(part, reads, budget, cancellationToken)));
        foreach (var (person, answer) in told.SelectMany(each => each))
        {
            found[person] = answer;
        }

        return [.. people.Select(person => found.GetValueOrDefault(person, new CrmAnswer(null, Reason.ProfileMissing)))];
    }

    private async Task<IEnumerable<(Identifier Person, CrmAnswer Answer)>> FindAsync(
        List<Identifier> part, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var most = part.Count * RowsOfOne;
        var reply = await calls.FindAsync(CrmCallKind.Many, part.Count, map.PropertiesFor(reads), Options(part, most), null, budget, cancellationToken);
        if (reply.Reason != Reason.None || answers.People(reply.Value, reads) is not { } rows)
        {
            var reason = reply.Reason == Reason.None ? Reason.CrmError : reply.Reason;
            return part.Select(person => (person, new CrmAnswer(null, reason)));
        }

        if (rows.Count < most)
        {
            return part.Select(person => (person, answers.Found(rows, person)));
        }

        // An address that hundreds share has crowded others out: then each is asked for alone.
        var alone = await Task.WhenAll(part.Select(person => ReadAsync(person, reads, budget, cancellationToken).AsTask()));
        return part.Zip(alone);
    }

    private string Options(List<Identifier> people, int most)
    {
        var order = onAmbiguous == OnAmbiguous.Newest && people[0].Kind != Identifier.IdKind ? "&$orderby=modifiedon%20desc" : "";
        return $"{condition.FilterOf(people)}&$top={most}{order}";
    }

    // One part as a rule; names full of letters that are encoded as nine characters each can make it two or three.
    private IEnumerable<List<Identifier>> Parts(List<Identifier> people)
    {
        var part = new List<Identifier>();
        var length = 0;
        foreach (var person in people)
        {
            var more = condition.FilterOf([person]).Length;
            if (part.Count > 0 && length + more > MostInFilter)
            {
                yield return part;
                part = [];
                length = 0;
            }

            part.Add(person);
            length += more;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
