using System.Text;
using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Probing;

/// <summary>A CRM that answers at once, so that what is measured is ours alone: mark, spreading, judging, fetching once for all nodes.</summary>
internal sealed class ProbeConnection : ICrmConnection
{
    private static readonly ReadOnlyMemory<byte> Json = Encoding.UTF8.GetBytes("""{"probe":true}""");

    public ConnectionSettings Settings { get; } = new() { Name = "probe", Type = "probe", FreshFor = TimeSpan.FromDays(1) };

    public Reason Trouble => Reason.None;

    public int BatchSize => 1;

    public CrmQuota? Quota => null;

    public ICrmConnection? With(ConnectionSettings settings) => null;

    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) => new(Find(person));

    public ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) => new([.. people.Select(Find)]);

    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) => new(new CrmPage([], null, Reason.None));

    public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) => new(new CrmDescription([], Reason.None));

    public HookReading ReadHook(HookDelivery delivery) => new(false, []);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static CrmAnswer Find(Identifier person) => new(new CrmPerson(person.Value, [], Json), Reason.None);
}
