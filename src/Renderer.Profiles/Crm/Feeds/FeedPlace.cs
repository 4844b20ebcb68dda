using Renderer.Model;

namespace Renderer.Profiles.Crm.Feeds;

/// <summary>How far a feed was heard, kept in the ledger; and whose turn it is to hear it, one node's at a time. A node that dies is followed within
/// <see cref="Keep"/>; two that hear the same feed for a moment only mark twice.</summary>
/// <param name="grants">The ledger; null: this node alone, from now on.</param>
/// <param name="workspace">Whose feed.</param>
/// <param name="feed">Its name in the ledger.</param>
internal sealed class FeedPlace(IGrants? grants, WorkspaceName workspace, string feed)
{
    /// <summary>How long a turn holds unless it is renewed.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);

    private readonly string owner = Guid.NewGuid().ToString("N");
    private long version;
    private ReadOnlyMemory<byte> kept;
    private ReadOnlyMemory<byte> reached;

    /// <summary>The place up to which changes were noted; empty while none was.</summary>
    public ReadOnlyMemory<byte> Reached => reached;

    /// <summary>Takes the turn, and finds the place.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (grants is null)
        {
            return true;
        }

        if (await grants.TryEnterAsync(workspace, feed, owner, Keep) != true || await grants.FindAsync(workspace, feed, cancellationToken) is not { } found)
        {
            return false;
        }

        version = found.Version;
        reached = kept = found.Grant ?? [];
        return true;
    }

    /// <summary>Notes that changes up to here were told to all nodes.</summary>
    public void Reach(ReadOnlyMemory<byte> place) => reached = place;

    /// <summary>Keeps the place and the turn. False: another node has it now.</summary>
    public async Task<bool> RenewAsync()
    {
        if (grants is null)
        {
            return true;
        }

        var place = reached;
        switch (await grants.KeepAsync(workspace, feed, place.ToArray(), version))
        {
            case true:
                version++;
                kept = place;
                return await grants.TryEnterAsync(workspace, feed, owner, Keep) != false;
            case false:
                return false;
            default:
                return true; // the ledger cannot be asked, by no node
        }
    }

    /// <summary>Keeps the place and gives the turn away.</summary>
    public async Task LeaveAsync()
    {
        if (grants is not null && (reached.Span.SequenceEqual(kept.Span) || await grants.KeepAsync(workspace, feed, reached.ToArray(), version) != true))
        {
            await grants.LeaveAsync(workspace, feed, owner);
        }
    }
}
