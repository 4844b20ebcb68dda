using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>Turns what a REST API answered into people, as its declaration says.</summary>
internal sealed class RestAnswers
{
    private readonly ConnectionSettings settings;
    private readonly RestPerson shape;
    private readonly AttributeMap map;
    private readonly ConnectionWatch watch;
    private readonly ConcurrentDictionary<string, JsonPath?> paths = new(StringComparer.Ordinal);

    /// <summary>Makes the reader of one connection's answers.</summary>
    public RestAnswers(ConnectionSettings settings, RestSettings rest, AttributeMap map, ConnectionWatch watch) =>
        (this.settings, shape, this.map, this.watch) = (settings, rest.Person, map, watch);

    /// <summary>The person that was asked for, among what stands at the request's place: an object, a list, or nothing.</summary>
    public CrmAnswer One(string body, JsonPath at, Identifier asked, ReadSet reads)
    {
        if (Open(body) is not { } document)
        {
            return new CrmAnswer(null, Reason.ProfileMissing);
        }

        using (document)
        {
            var candidates = Items(document.RootElement, at, out var isList).Where(item => !IsDeleted(item)).ToList();
            var people = candidates.Select(item => (Item: item, Person: Person(item, reads))).Where(pair => pair.Person is not null).ToList();
            var named = people.Where(pair => Is(pair.Person!, asked)).DistinctBy(pair => pair.Person!.Id).ToList();
            if (named.Count == 0 && candidates.Count > 0 && (!isList || people.Count == 0))
            {
                if (people.Count > 0)
                {
                    watch.MixedUp();
                }

                return new CrmAnswer(null, Reason.CrmError);
            }

            return Choose([.. named.Select(pair => (pair.Person!, ChangedAt(pair.Item)))]);
        }
    }

    /// <summary>The person that was asked for, among answers about one person each.</summary>
    public CrmAnswer OneOf(IReadOnlyList<string> bodies, JsonPath at, Identifier asked, ReadSet reads)
    {
        if (bodies.Count == 1)
        {
            return One(bodies[0], at, asked, reads);
        }

        var named = new List<(CrmPerson, DateTimeOffset?)>();
        foreach (var body in bodies)
        {
            using var document = Open(body);
            foreach (var item in document is null ? [] : Items(document.RootElement, at, out _).Where(item => !IsDeleted(item)))
            {
                if (Person(item, reads) is { } person && Is(person, asked))
                {
                    named.Add((person, ChangedAt(item)));
                }
            }
        }

        return Choose(named);
    }

    /// <summary>The answers about many people, in the order asked.</summary>
    public IReadOnlyList<CrmAnswer> Many(string body, RestBulk bulk, IReadOnlyList<Identifier> asked, ReadSet reads)
    {
        if (Open(body) is not { } document)
        {
            return BulkRead.AllFailed(asked, Reason.ProfileMissing);
        }

        using (document)
        {
            // Null is an item here: nobody, in the place of the one who was asked for.
            var items = document.RootElement.First(bulk.Request.Items) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList()
                : [.. Items(document.RootElement, bulk.Request.Items, out _)];
            if (bulk.InOrder && items.Count != asked.Count)
            {
                return BulkRead.AllFailed(asked, Reason.CrmError);
            }

            return bulk.InOrder
                ? [.. asked.Zip(items, (name, item) => item.ValueKind == JsonValueKind.Null || IsDeleted(item)
                    ? new CrmAnswer(null, Reason.ProfileMissing)
                    : InOrder(item, name, reads))]
                : ByName([.. items.Where(item => item.ValueKind == JsonValueKind.Object && !IsDeleted(item))], asked, reads);
        }
    }

    /// <summary>Everybody on a page.</summary>
    public List<CrmPerson> Page(JsonElement root, JsonPath at, ReadSet reads, out int items)
    {
        var all = Items(root, at, out _);
        items = all.Count;
        return [.. all.Where(item => !IsDeleted(item)).Select(item => Person(item, reads)).OfType<CrmPerson>()];
    }

    /// <summary>The ids that stand in an answer, each once.</summary>
    public static IReadOnlyList<string> Ids(string body, JsonPath at)
    {
        using var document = Open(body);
        return document is null ? [] : [.. document.RootElement.Find(at).Select(JsonPaths.Text).OfType<string>().Distinct()];
    }

    /// <summary>One of several people with the name that was asked for.</summary>
    public CrmAnswer Choose(IReadOnlyList<(CrmPerson Person, DateTimeOffset? Changed)> named) => (named.Count, settings.OnAmbiguous) switch
    {
        (0, _) => new CrmAnswer(null, Reason.ProfileMissing),
        (1, _) => new CrmAnswer(named[0].Person, Reason.None),
        (_, OnAmbiguous.Newest) when named.Any(one => one.Changed is not null) => new CrmAnswer(named.MaxBy(one => one.Changed).Person, Reason.None),
        (_, OnAmbiguous.Fail) => new CrmAnswer(null, Reason.CrmError),
        _ => new CrmAnswer(null, Reason.ProfileMissing),
    };

    /// <summary>When the one person of an answer changed.</summary>
    public DateTimeOffset? ChangedAt(JsonElement item) => shape.Changed is { } path && item.First(path)?.Text() is { } text ? Instant(text) : null;

    /// <summary>The document; null for an answer without a body.</summary>
    public static JsonDocument? Open(string body) => body.Length == 0 ? null : JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });

    private static List<JsonElement> Items(JsonElement root, JsonPath at, out bool isList)
    {
        var found = root.Find(at).ToList();
        isList = found.Count > 1 || found is [{ ValueKind: JsonValueKind.Array }] || at.Steps.Contains(JsonStep.Every);
        return [.. found.SelectMany(one => one.ValueKind == JsonValueKind.Array ? one.EnumerateArray().AsEnumerable() : [one])
            .Where(one => one.ValueKind == JsonValueKind.Object)];
    }

    private CrmAnswer InOrder(JsonElement item, Identifier asked, ReadSet reads)
    {
        if (Person(item, reads) is not { } person)
        {
            return new CrmAnswer(null, Reason.CrmError);
        }

        if (!Is(person, asked))
        {
            watch.MixedUp();
            return new CrmAnswer(null, Reason.CrmError);
        }

        return new CrmAnswer(person, Reason.None);
    }

    private IReadOnlyList<CrmAnswer> ByName(IReadOnlyList<JsonElement> items, IReadOnlyList<Identifier> asked, ReadSet reads)
    {
        var people = items.Select(item => (Person: Person(item, reads), Changed: ChangedAt(item))).ToList();
        var absent = people.Exists(one => one.Person is null) ? Reason.CrmError : Reason.ProfileMissing;
        var byName = people.Where(one => one.Person is not null)
            .SelectMany(one => one.Person!.Identifiers.Prepend(Identifier.Id(one.Person.Id)).Distinct().Select(name => (Name: Key(name), One: (one.Person, one.Changed))))
            .ToLookup(pair => pair.Name, pair => pair.One);
        return
        [
            .. asked.Select(name => byName[Key(name)].DistinctBy(one => one.Person.Id).ToList() is { Count: > 0 } named
                ? Choose(named)
                : new CrmAnswer(null, absent)),
        ];
    }

    private CrmPerson? Person(JsonElement item, ReadSet reads)
    {
        if (item.First(shape.Id)?.Text() is not { } id || item.First(shape.Attributes) is not { } attributes)
        {
            return null;
        }

        var names = new List<Identifier>();
        names.AddRange(Values(item, shape.Email).Select(Identifier.Email));
        foreach (var (lookup, property) in settings.Lookups)
        {
            names.AddRange(Values(attributes, PathOf(property)).Select(value => new Identifier(lookup, value)));
        }

        return new CrmPerson(
            id,
            [.. names.Distinct().Where(name => name.Value.Length > 0 && Encoding.UTF8.GetByteCount(name.Value) <= Identifier.MaxBytes)],
            map.ToJson(reads, property => Value(attributes, property)));
    }

    private JsonElement? Value(JsonElement attributes, string property) =>
        attributes.Member(property) ?? (PathOf(property) is { } path ? attributes.First(path) : null);

    private JsonPath? PathOf(string property) => paths.GetOrAdd(property, text => JsonPath.Read(text, out var path) is null ? path : null);

    private static IEnumerable<string> Values(JsonElement item, JsonPath? path) =>
        path is null ? [] : item.Find(path).Select(JsonPaths.Text).OfType<string>();

    private bool IsDeleted(JsonElement item) =>
        shape.Deleted is { } path && item.First(path) is { } value && value.ValueKind != JsonValueKind.False && value.Text() is not ("0" or null);

    private static bool Is(CrmPerson person, Identifier asked) =>
        person.Identifiers.Prepend(Identifier.Id(person.Id)).Any(name => Key(name) == Key(asked));

    // Ids as they stand; other names without case, as CRMs compare them.
    private static (string Kind, string Value) Key(Identifier name) =>
        (name.Kind, name.Kind == Identifier.IdKind ? name.Value : name.Value.ToLowerInvariant());

    private static DateTimeOffset? Instant(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number is >= 0 and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(number)
                : number < 100_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number)
                : null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : null;
}
