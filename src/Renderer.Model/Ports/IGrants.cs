namespace Renderer.Model;

/// <summary>Keeps what connections were granted (refresh tokens, sealed) for all nodes, made by the ledger. A null answer: it cannot do it now.</summary>
public interface IGrants
{
    /// <summary>What a connection was granted; version 0 where nothing is kept.</summary>
    ValueTask<KeptGrant?> FindAsync(WorkspaceName workspace, string connection, CancellationToken cancellationToken);

    /// <summary>Keeps another grant, durable when this returns, and ends whoever's turn it is.</summary>
    /// <param name="workspace">Whose connection.</param>
    /// <param name="connection">Which.</param>
    /// <param name="grant">The grant, sealed.</param>
    /// <param name="over">Only over this version; null: over any.</param>
    /// <returns>False when another version is kept by now.</returns>
    ValueTask<bool?> KeepAsync(WorkspaceName workspace, string connection, byte[] grant, long? over);

    /// <summary>Takes the turn to renew a grant: one node has it at a time.</summary>
    /// <returns>False when another has it.</returns>
    ValueTask<bool?> TryEnterAsync(WorkspaceName workspace, string connection, string owner, TimeSpan keep);

    /// <summary>Gives the turn away, if it is still this owner's.</summary>
    ValueTask LeaveAsync(WorkspaceName workspace, string connection, string owner);

    /// <summary>Offers a link for one use, in the place of any offered before.</summary>
    /// <returns>False is never answered.</returns>
    ValueTask<bool?> OfferAsync(WorkspaceName workspace, string connection, string link);

    /// <summary>Uses an offered link up.</summary>
    /// <returns>False when it is not the one offered last, or was used.</returns>
    ValueTask<bool?> TakeAsync(WorkspaceName workspace, string connection, string link);
}

/// <summary>A grant as it is kept.</summary>
/// <param name="Version">Grows with each; 0: nothing is kept.</param>
/// <param name="Grant">The grant, sealed; null with version 0.</param>
public readonly record struct KeptGrant(long Version, byte[]? Grant);
