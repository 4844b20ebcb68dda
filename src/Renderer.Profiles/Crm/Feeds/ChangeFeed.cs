namespace Renderer.Profiles.Crm.Feeds;

/// <summary>The stream of changes that a CRM itself keeps.</summary>
/// <param name="FollowAsync">Follows it from a place (up to which changes were heard; empty: from now on) and tells of changes in their order, each with the
/// place behind them; where that answers false, they could not be noted, and the feed ends. Says why it ended, and never throws for what a CRM or a
/// network does.</param>
internal sealed record ChangeFeed(Func<ReadOnlyMemory<byte>, Func<FedChanges, Task<bool>>, CancellationToken, Task<FeedEnd>> FollowAsync);

/// <summary>What a feed told.</summary>
/// <param name="Changes">Who changed.</param>
/// <param name="Everybody">Changes were missed, nobody knows whose.</param>
/// <param name="Place">The place behind them; empty while none is known.</param>
internal readonly record struct FedChanges(IReadOnlyList<CrmChange> Changes, bool Everybody, ReadOnlyMemory<byte> Place);

/// <summary>Why a feed ended.</summary>
internal enum FeedEnd
{
    /// <summary>The CRM ended it, or the connection broke.</summary>
    Broken,

    /// <summary>The token is not taken any more, or there is none.</summary>
    Refused,

    /// <summary>The place is too old: what came after it is lost.</summary>
    PlaceLost,

    /// <summary>What it told could not be noted.</summary>
    NotNoted,
}
