using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace Renderer.Sandbox.People;

/// <summary>Everybody: the invented, computed when asked for, and what was written over them.</summary>
internal sealed class PeopleStore(SandboxOptions options, PropertyCatalogue catalogue, TimeProvider clock)
{
    /// <summary>The longest that old versions are kept for readers who lag.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(5);

    private const int VersionsKept = 20;
    private const int MostVersions = 1_000;
    private const int FirstCreated = 900_000_001;

    private readonly ConcurrentDictionary<string, Person> written = new();
    private readonly ConcurrentDictionary<(string Property, string Value), ImmutableHashSet<string>> keys = new();
    private readonly Lock writing = new();
    private ImmutableList<string> created = [];

    /// <summary>How many there were before anybody was created.</summary>
    public int Invented => Seed.Varied + options.People;

    /// <summary>The person of that id as a reader sees them who lags by so much; null for nobody, archived people included.</summary>
    public Person? Read(string id, TimeSpan lag)
    {
        if (!written.TryGetValue(id, out var person))
        {
            return Seed.Parse(id, options.People) is { } seed ? new Person(id, seed, []) : null;
        }

        if (lag > TimeSpan.Zero)
        {
            var horizon = clock.GetUtcNow() - lag;
            person = person with { Versions = [.. person.Versions.TakeWhile(version => version.At <= horizon)] };
        }

        return person.Origin is null && person.Versions.IsEmpty ? null : person;
    }

    /// <summary>The person with that value of a unique property; values are compared without regard to case.</summary>
    public Person? Find(Property unique, string value, TimeSpan lag)
    {
        var key = value.Trim().ToLowerInvariant();
        var invented = unique.Name == PropertyCatalogue.Email
            ? Identity.FromEmail(key, options.People)
            : Identity.FromCustomerNumber(key, options.People);
        var candidates = keys.GetValueOrDefault((unique.Name, key), []);
        return (invented is { } seed ? candidates.Add(seed.Id) : candidates)
            .Select(id => Read(id, lag))
            .FirstOrDefault(person => person is { Archived: false } && string.Equals(person.Get(unique), key, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The ids that come after one, in a fixed order: p, g, then the created.</summary>
    public IEnumerable<string> After(string? id)
    {
        var next = id is null ? 0 : Position(id) + 1;
        for (; next < Invented; next++)
        {
            yield return next < Seed.Varied ? new Seed('p', next + 1).Id : new Seed('g', next - Seed.Varied + 1).Id;
        }

        foreach (var later in created.Skip(next - Invented))
        {
            yield return later;
        }
    }

    /// <summary>Writes over a person who exists.</summary>
    public WriteResult Write(string id, IReadOnlyDictionary<string, string?> values)
    {
        lock (writing)
        {
            return Read(id, TimeSpan.Zero) is not { Archived: false } person ? WriteResult.Unknown
                : Holder(values, id) is { } holder ? WriteResult.Taken(holder)
                : Append(person, values, archived: false);
        }
    }

    /// <summary>Adds a person; without an id they get a numeric one.</summary>
    public WriteResult Create(string? id, IReadOnlyDictionary<string, string?> values)
    {
        lock (writing)
        {
            id ??= NextId();
            if (Read(id, TimeSpan.Zero) is not null)
            {
                return WriteResult.Taken(id);
            }

            if (Holder(values, id) is { } holder)
            {
                return WriteResult.Taken(holder);
            }

            var now = Wire.Instant(clock.GetUtcNow());
            var all = new Dictionary<string, string?>(values) { [PropertyCatalogue.Id] = id, [PropertyCatalogue.Created] = now };
            created = created.Add(id);
            return Append(new Person(id, null, []), all, archived: false);
        }
    }

    /// <summary>Deletes: as at HubSpot, the record stays readable with <c>archived=true</c>.</summary>
    public WriteResult Archive(string id)
    {
        lock (writing)
        {
            return Read(id, TimeSpan.Zero) is { Archived: false } person
                ? Append(person, ImmutableDictionary<string, string?>.Empty, archived: true)
                : WriteResult.Unknown;
        }
    }

    private WriteResult Append(Person person, IReadOnlyDictionary<string, string?> values, bool archived)
    {
        var now = clock.GetUtcNow();
        var before = person.Versions.IsEmpty ? ImmutableDictionary<string, string?>.Empty : person.Versions[^1].Values;
        var version = new PersonVersion(
            now, before.SetItems(values).SetItem(PropertyCatalogue.Modified, Wire.Instant(now)), [.. values.Keys], archived);

        // A created person's first version is not dropped without the second taking its place: each holds everything.
        var oldest = now - LongestLag;
        var versions = person.Versions.Add(version);
        while (versions.Length > MostVersions || (versions.Length > VersionsKept && versions[1].At < oldest))
        {
            versions = versions.RemoveAt(0);
        }

        foreach (var (name, value) in values)
        {
            if (value is not null && catalogue.Find(name) is { Unique: true })
            {
                keys.AddOrUpdate((name, value.ToLowerInvariant()), [person.Id], (_, ids) => ids.Add(person.Id));
            }
        }

        return WriteResult.Done(written[person.Id] = person with { Versions = versions });
    }

    private string NextId()
    {
        var next = FirstCreated + created.Count;
        while (written.ContainsKey(next.ToString(CultureInfo.InvariantCulture)))
        {
            next++;
        }

        return next.ToString(CultureInfo.InvariantCulture);
    }

    private string? Holder(IReadOnlyDictionary<string, string?> values, string id) => values
        .Where(one => one.Value is not null && catalogue.Find(one.Key) is { Unique: true })
        .Select(one => Find(catalogue.Find(one.Key)!, one.Value!, TimeSpan.Zero)?.Id)
        .FirstOrDefault(holder => holder is not null && holder != id);

    private int Position(string id) => Seed.Parse(id, options.People) switch
    {
        { Kind: 'p' } seed => seed.Number - 1,
        { } seed => Seed.Varied + seed.Number - 1,
        null when created.IndexOf(id) is >= 0 and var index => Invented + index,
        _ => Invented + created.Count,
    };
}

/// <summary>What a write did.</summary>
/// <param name="Person">The person after it; null where it did nothing.</param>
/// <param name="Holder">Who has the unique value already.</param>
internal readonly record struct WriteResult(Person? Person, string? Holder)
{
    public static WriteResult Unknown => default;

    public static WriteResult Done(Person person) => new(person, null);

    public static WriteResult Taken(string holder) => new(null, holder);
}
