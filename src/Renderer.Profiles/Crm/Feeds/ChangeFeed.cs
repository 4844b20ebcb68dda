namespace Renderer.Profiles.Crm.Feeds;

/// <summary>Follows the stream of changes that a CRM itself keeps.</summary>
/// <param name="from">The place up to which changes were heard; empty: from now on.</param>
/// <param name="tell">Hears of changes in their order, each with the place behind them; false: they could not be noted, and the feed ends.</param>
/// <param name="cancellationToken">Ends it.</param>
/// <returns>Why it ended. Never throws for what a CRM or a network does.</returns>
internal delegate Task<FeedEnd> ChangeFeed(ReadOnlyMemory<byte> from, Func<FedChanges, Task<bool>> tell, CancellationToken cancellationToken);

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
