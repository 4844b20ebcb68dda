using System.Net;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Reads people by the call that costs the org least: a record by its id or external id, 2,000 records by their ids, or else SOQL.</summary>
internal sealed class SalesforceReads(
    SalesforceQuestions questions, ConnectionSettings settings, SalesforceSettings kind, AttributeMap map, SalesforceAnswers answers)
{
    /// <summary>Ids that one bulk read takes.</summary>
    public const int MostIds = 2000;

    /// <summary>Nobody's id: Salesforce answers that there is no such record, if it answers at all.</summary>
    public const string Nobody = "003000000000000AAA";

    /// <summary>Characters of fields in an address, and of a whole question: Salesforce ends an address at 16 KB, some proxies before.</summary>
    private const int MostFields = 6000;
    private const int MostQuestion = 14_000;

    private const string NewestFirst = "ORDER BY LastModifiedDate DESC";

    /// <summary>Reads one person.</summary>
    public async ValueTask<CrmAnswer> OneAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (!CanBeNamed(person))
        {
            return new CrmAnswer(null, Reason.ProfileMissing);
        }

        var wanted = map.PropertiesFor(reads);
        if (person.Kind == Identifier.EmailKind || AsksElsewhere(wanted))
        {
            return await BySoqlAsync(person, wanted, reads, budget, cancellationToken);
        }

        var reply = person.Kind == Identifier.IdKind
            ? await questions.ByIdAsync(person.Value, wanted, budget, cancellationToken)
            : await questions.ByExternalIdAsync(FieldOf(person.Kind), person.Value, wanted, budget, cancellationToken);
        if (reply.Refusal is { Status: HttpStatusCode.MultipleChoices })
        {
            return answers.Ambiguous(person) ?? await BySoqlAsync(person, wanted, reads, budget, cancellationToken);
        }

        return reply.Reason == Reason.None ? answers.One(reply.Value, person, reads) : new CrmAnswer(null, reply.Reason);
    }

    /// <summary>Reads many people of one kind of name.</summary>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        IReadOnlyList<Identifier> asked = [.. people.Where(CanBeNamed).Distinct()];
        var found = new Dictionary<Identifier, CrmAnswer>();
        if (asked.Count > 0)
        {
            var wanted = map.PropertiesFor(reads);
            var told = asked[0].Kind == Identifier.IdKind && !AsksElsewhere(wanted)
                ? await ByIdsAsync(asked, wanted, reads, budget, cancellationToken)
                : await BySoqlAsync(asked, wanted, reads, budget, cancellationToken);
            found = asked.Zip(told).ToDictionary(pair => pair.First, pair => pair.Second);
        }

        return [.. people.Select(person => found.GetValueOrDefault(person, new CrmAnswer(null, Reason.ProfileMissing)))];
    }

    /// <summary>One page of all people.</summary>
    public async ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken)
    {
        if (listing.Cursor is { } cursor && !SalesforcePage.IsLocator(cursor))
        {
            return new CrmPage([], null, Reason.CrmError);
        }

        var rest = listing.ChangedSince is { } since ? $"WHERE SystemModstamp >= {Soql.Literal(since)} ORDER BY SystemModstamp, Id" : "ORDER BY Id";
        var reply = listing.Cursor is { } locator
            ? await questions.NextAsync(CrmCallKind.Many, locator, budget, cancellationToken)
            : await questions.PageAsync(CrmCallKind.Many, people: 0, map.PropertiesFor(listing.Reads), rest, budget, cancellationToken);
        return reply is { Reason: Reason.None, Value: { Records: { } some } page } && (page.Done || page.Locator is not null)
            ? new CrmPage([.. some.Select(record => answers.Person(record, listing.Reads)).OfType<CrmPerson>()], page.Locator, Reason.None)
            : new CrmPage([], null, reply.Reason == Reason.None ? Reason.CrmError : reply.Reason);
    }

    private async ValueTask<CrmAnswer> BySoqlAsync(
        Identifier person, IReadOnlyList<string> wanted, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var rest = $"WHERE {FieldOf(person.Kind)} = {Soql.Literal(person.Value)} {NewestFirst} LIMIT 2";
        var reply = await questions.PageAsync(CrmCallKind.One, people: 1, wanted, rest, budget, cancellationToken);
        return reply is { Reason: Reason.None, Value.Records: { } found } ? answers.Pick(found, person, reads)
            : new CrmAnswer(null, reply.Reason == Reason.None ? Reason.CrmError : reply.Reason);
    }

    private async ValueTask<IReadOnlyList<CrmAnswer>> ByIdsAsync(
        IReadOnlyList<Identifier> asked, IReadOnlyList<string> wanted, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var reply = await questions.ByIdsAsync([.. asked.Select(person => person.Value)], wanted, budget, cancellationToken);
        return reply is not { Reason: Reason.None, Value: { } found } ? Failed(asked, reply.Reason)
            : found.Count != asked.Count ? Failed(asked, Reason.CrmError)
            : [.. asked.Zip(found, (person, record) => record.ValueKind == JsonValueKind.Null
                ? new CrmAnswer(null, Reason.ProfileMissing)
                : answers.One(record, person, reads))];
    }

    private async ValueTask<IReadOnlyList<CrmAnswer>> BySoqlAsync(
        IReadOnlyList<Identifier> asked, IReadOnlyList<string> wanted, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var room = Math.Max(0, MostQuestion - questions.Length(wanted));
        var chunks = Soql.Chunk(asked.Select(person => Soql.Literal(person.Value)), room).ToList();
        var replies = await Task.WhenAll(chunks.Select(async chunk => await questions.AllAsync(
            CrmCallKind.Many,
            chunk.Count,
            wanted,
            $"WHERE {FieldOf(asked[0].Kind)} IN ({string.Join(',', chunk)}) {NewestFirst}",
            budget,
            cancellationToken)));
        var told = new List<CrmAnswer>(asked.Count);
        foreach (var (chunk, reply) in chunks.Zip(replies))
        {
            IReadOnlyList<Identifier> some = [.. asked.Skip(told.Count).Take(chunk.Count)];
            told.AddRange(reply is { Reason: Reason.None, Value: { } found } ? answers.Many(found, some, reads) : Failed(some, reply.Reason));
        }

        return told;
    }

    private static IReadOnlyList<CrmAnswer> Failed(IReadOnlyList<Identifier> asked, Reason reason) =>
        [.. asked.Select(_ => new CrmAnswer(null, reason == Reason.None ? Reason.CrmError : reason))];

    // Records that are referred to are given by SOQL alone; and an address has an end.
    private static bool AsksElsewhere(IReadOnlyList<string> wanted) =>
        wanted.Any(field => field.Contains('.')) || wanted.Sum(field => field.Length + 1) > MostFields;

    // What would not stay one segment of a path names nobody, and must not reach another address of the API.
    private static bool CanBeNamed(Identifier person) => person.Kind == Identifier.IdKind
        ? SalesforceId.IsId(person.Value)
        : !string.IsNullOrWhiteSpace(person.Value) && person.Value is not ("." or "..");

    private string FieldOf(string asked) => asked switch
    {
        Identifier.IdKind => SalesforceIdentity.Id,
        Identifier.EmailKind => kind.EmailField,
        var lookup => settings.Lookups.TryGetValue(lookup, out var field) && Soql.IsField(field)
            ? field
            : throw new ArgumentException($"The connection has no lookup named '{lookup}'.", nameof(asked)),
    };
}
