using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>A CRM in this process that does what a test says, and counts. Several nodes may talk to one.</summary>
internal sealed class ScriptedCrm
{
    private readonly ConcurrentDictionary<string, (string? Email, Dictionary<string, object?> Attributes)> people = new();
    private int reads;

    /// <summary>Single reads so far.</summary>
    public int Reads => Volatile.Read(ref reads);

    /// <summary>The sizes of the bulk reads so far.</summary>
    public ConcurrentQueue<int> Bulks { get; } = new();

    /// <summary>The lists that were asked for so far.</summary>
    public ConcurrentQueue<CrmListing> Listings { get; } = new();

    /// <summary>The attributes that the last read asked for.</summary>
    public ReadSet LastReads { get; private set; } = ReadSet.None;

    /// <summary>Awaited before the value is looked at.</summary>
    public Func<Task>? BeforeLook { get; set; }

    /// <summary>Awaited after the value was looked at, before it is answered.</summary>
    public Func<Task>? AfterLook { get; set; }

    /// <summary>What every read answers; null: people.</summary>
    public Reason? Fails { get; set; }

    /// <summary>Answers nothing until the budget has run out.</summary>
    public bool Hangs { get; set; }

    public void Put(string id, object attributes, string? email = null) =>
        people[id] = (email, JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(attributes))!);

    public void Remove(string id) => people.TryRemove(id, out _);

    public ICrmConnection Connect(ConnectionSettings settings, TimeProvider time) => new Connection(this, settings, time);

    private async ValueTask<CrmAnswer> LookAsync(Identifier person, ReadSet asked, Budget budget, TimeProvider time)
    {
        LastReads = asked;
        if (BeforeLook is { } before)
        {
            await before();
        }

        var answer = Find(person);
        if (Hangs)
        {
            await Task.Delay(budget.Left, time);
            answer = new(null, Reason.CrmTimeout);
        }

        if (AfterLook is { } after)
        {
            await after();
        }

        return Fails is { } reason ? new(null, reason) : answer;
    }

    private CrmAnswer Find(Identifier person)
    {
        foreach (var (id, (email, attributes)) in people)
        {
            if (person == Identifier.Id(id) || (email is not null && person == Identifier.Email(email)) || attributes.GetValueOrDefault(person.Kind)?.ToString() == person.Value)
            {
                Identifier[] identifiers = email is null ? [] : [Identifier.Email(email)];
                return new(new CrmPerson(id, identifiers, JsonSerializer.SerializeToUtf8Bytes(attributes)), Reason.None);
            }
        }

        return new(null, Reason.ProfileMissing);
    }

    private sealed class Connection(ScriptedCrm crm, ConnectionSettings settings, TimeProvider time) : ICrmConnection
    {
        public ConnectionSettings Settings => settings;

        public Reason Trouble => crm.Fails ?? Reason.None;

        public int BatchSize => 100;

        public ICrmConnection? With(ConnectionSettings changed) => null;

        public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref crm.reads);
            return crm.LookAsync(person, reads, budget, time);
        }

        public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
            IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
        {
            crm.Bulks.Enqueue(people.Count);
            if (people.Count > BatchSize || people.Select(person => person.Kind).Distinct().Count() > 1)
            {
                throw new ArgumentException("A bulk read takes up to 100 people of one kind.");
            }

            var first = await crm.LookAsync(people[0], reads, budget, time);
            return [first, .. people.Skip(1).Select(person => crm.Fails is { } reason ? new CrmAnswer(null, reason)
                : crm.Hangs ? new CrmAnswer(null, Reason.CrmTimeout) : crm.Find(person))];
        }

        public CrmQuota? Quota => null;

        public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken)
        {
            crm.Listings.Enqueue(listing);
            return new(new CrmPage(
                crm.Fails is null ? [.. crm.people.Keys.Order(StringComparer.Ordinal).Select(id => crm.Find(Identifier.Id(id)).Person!)] : [],
                null,
                crm.Fails ?? Reason.None));
        }

        public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
            new(new CrmDescription([.. crm.people.Values.SelectMany(person => person.Attributes.Keys).Distinct()
                .Select(name => new CrmAttribute(name, AttributeType.Text, null, []))], Reason.None));

        // The body: one change a line, "kind id [attribute,attribute] [new e-mail]".
        public HookReading ReadHook(HookDelivery delivery)
        {
            if (delivery.Headers["signature"] != "good")
            {
                return new(false, []);
            }

            var lines = Encoding.UTF8.GetString(delivery.Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new(true, [.. lines.Select(line => line.Split(' ')).Select(words => new CrmChange(
                Identifier.Id(words[1]),
                words.Length > 2 ? words[2].Split(',') : null,
                Enum.Parse<ChangeKind>(words[0], ignoreCase: true),
                words.Length > 3 ? Identifier.Email(words[3]) : null))]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
