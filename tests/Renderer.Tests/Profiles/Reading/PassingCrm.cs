using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>Uses the pass that a read comes with, as a client does whose requests go over the wire.</summary>
internal sealed class PassingCrm(ICrmConnection crm) : ICrmConnection
{
    public ConnectionSettings Settings => crm.Settings;

    public Reason Trouble => crm.Trouble;

    public int BatchSize => crm.BatchSize;

    public CrmQuota? Quota => crm.Quota;

    public ICrmConnection? With(ConnectionSettings settings) => null;

    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        UseAsync(() => crm.ReadAsync(person, reads, budget, cancellationToken));

    public ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        UseAsync(() => crm.ReadManyAsync(people, reads, budget, cancellationToken));

    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) =>
        crm.ListAsync(listing, budget, cancellationToken);

    public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
        crm.DescribeAsync(budget, cancellationToken);

    public HookReading ReadHook(HookDelivery delivery) => crm.ReadHook(delivery);

    public ValueTask DisposeAsync() => crm.DisposeAsync();

    private static async ValueTask<T> UseAsync<T>(Func<ValueTask<T>> read)
    {
        var pass = CallTerms.Current.Pass ?? throw new InvalidOperationException("Nobody waited at the gate.");
        if (!pass.TryUse())
        {
            throw new InvalidOperationException("This pass was used before.");
        }

        try
        {
            return await read();
        }
        finally
        {
            pass.End();
        }
    }
}
