using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles;

/// <summary>Tells every node that people changed or were erased.</summary>
public sealed class ProfileChanges
{
    /// <summary>Marks people as changed. False: it could not be written where every node sees it, try again.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="people">Who changed.</param>
    /// <param name="attributes">Our names of what changed; null or empty for everything.</param>
    /// <param name="all">Everybody in the workspace; <paramref name="people"/> is then not looked at.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<bool> ExpireAsync(
        WorkspaceName workspace, IReadOnlyList<Identifier> people, IReadOnlyList<string>? attributes, bool all, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Takes a CRM's webhook: verified first, then marked on every node, then done.</summary>
    public Task<HookResult> ReceiveAsync(
        WorkspaceName workspace, string connection, HookDelivery delivery, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Every identifier that we know of this person, the given one first: from what is stored, else by a short CRM read.</summary>
    public Task<IReadOnlyList<Identifier>> NamesOfAsync(
        WorkspaceName workspace, Identifier person, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Drops a person from memory and Redis on every node and spreads the erasure. The caller has put it in the ledger and on the <see cref="ErasureBoard"/>.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="names">All the person's identifiers, from <see cref="NamesOfAsync"/>.</param>
    /// <param name="at">When it was erased.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ForgetCounts> ForgetAsync(
        WorkspaceName workspace, IReadOnlyList<Identifier> names, Instant at, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
