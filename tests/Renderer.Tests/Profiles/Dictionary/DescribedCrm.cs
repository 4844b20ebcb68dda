using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Tests.Profiles.Dictionary;

/// <summary>A CRM that says what its properties are and lists people, all as text, through the same edge as the real ones.</summary>
internal sealed class DescribedCrm(ConnectionSettings settings, TimeProvider clock) : ICrmConnection
{
    public IReadOnlyList<CrmAttribute> Properties { get; init; } = [];

    public IReadOnlyList<Dictionary<string, string?>> People { get; init; } = [];

    public Reason DescribeFails { get; init; }

    public Reason ListFails { get; init; }

    public ConnectionSettings Settings => settings;

    public Reason Trouble => Reason.None;

    public int BatchSize => 100;

    public CrmQuota? Quota => null;

    public ICrmConnection? With(ConnectionSettings changed) => null;

    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        new(int.TryParse(person.Value, out var place) && place < People.Count
            ? new CrmAnswer(Person(place, reads), Reason.None)
            : new CrmAnswer(null, Reason.ProfileMissing));

    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var answers = new List<CrmAnswer>();
        foreach (var person in people)
        {
            answers.Add(await ReadAsync(person, reads, budget, cancellationToken));
        }

        return answers;
    }

    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) => new(
        ListFails == Reason.None ? new CrmPage([.. People.Select((_, place) => Person(place, listing.Reads))], null, Reason.None) : new CrmPage([], null, ListFails));

    public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
        new(DescribeFails == Reason.None ? new CrmDescription(Properties, Reason.None) : new CrmDescription([], DescribeFails));

    public HookReading ReadHook(HookDelivery delivery) => default;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private CrmPerson Person(int place, ReadSet reads) =>
        new($"{place}", [], new AttributeMap(settings, [], clock).ToJson(reads, People[place]));
}
