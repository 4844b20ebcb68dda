using Renderer.Model;
using Renderer.Profiles.Crm.Feeds;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>A connection together with the gate that its calls pass, so that whoever gathers people for a call can wait for the pass first and
/// gather until then.</summary>
internal sealed class GatedConnection(ICrmConnection connection, Gate gate, ConnectionWatch watch) : ICrmConnection
{
    /// <summary>What its calls pass.</summary>
    public Gate Gate => gate;

    /// <summary>What is seen of it.</summary>
    public ConnectionWatch Watch => watch;

    /// <inheritdoc/>
    public ConnectionSettings Settings => connection.Settings;

    /// <inheritdoc/>
    public Reason Trouble => connection.Trouble;

    /// <inheritdoc/>
    public int BatchSize => connection.BatchSize;

    /// <inheritdoc/>
    public ChangeFeed? Changes => connection.Changes;

    /// <inheritdoc/>
    public CrmQuota? Quota => connection.Quota;

    /// <inheritdoc/>
    public ICrmConnection? With(ConnectionSettings settings) => connection.With(settings) is { } next ? new GatedConnection(next, gate, watch) : null;

    /// <inheritdoc/>
    public ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        connection.ReadAsync(person, reads, budget, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        connection.ReadManyAsync(people, reads, budget, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken) =>
        Background.AskAsync(() => connection.ListAsync(listing, budget, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken) =>
        Background.AskAsync(() => connection.DescribeAsync(budget, cancellationToken));

    /// <inheritdoc/>
    public HookReading ReadHook(HookDelivery delivery) => connection.ReadHook(delivery);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    // No message waits for a list, unless somebody said so.
    private static CallTerms Background => CallTerms.Current is { Purpose: CrmPurpose.Send } send ? send with { Purpose = CrmPurpose.Refresh } : CallTerms.Current;
}
