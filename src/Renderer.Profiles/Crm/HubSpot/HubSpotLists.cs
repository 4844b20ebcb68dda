using Renderer.Model;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>Pages of contacts: all of them, or those that changed since.</summary>
/// <param name="client">Makes the calls.</param>
/// <param name="contacts">HubSpot's API.</param>
/// <param name="pace">Keeps searches apart.</param>
/// <param name="map">The properties to ask for.</param>
/// <param name="answers">Contacts to people.</param>
internal sealed class HubSpotLists(CrmClient client, IHubSpotContacts contacts, Pace pace, AttributeMap map, HubSpotAnswers answers)
{
    /// <summary>HubSpot takes 5 searches a second of an account.</summary>
    public static readonly TimeSpan BetweenSearches = TimeSpan.FromMilliseconds(250);

    /// <summary>One page of everybody.</summary>
    public async ValueTask<CrmPage> AllAsync(CrmListing listing, IReadOnlyList<string> properties, Budget budget, CancellationToken cancellationToken)
    {
        var reply = await client.AskAsync(
            CrmCallKind.Many,
            HubSpotSince.PageSize,
            budget,
            (call, end) => contacts.ListAsync(HubSpotSince.PageSize, listing.Cursor, properties, call, end),
            cancellationToken);
        return Page(reply, listing.Reads, page => page.Paging?.Next?.After);
    }

    /// <summary>One page of those who changed.</summary>
    public async ValueTask<CrmPage> ChangedAsync(CrmListing listing, DateTimeOffset since, Budget budget, CancellationToken cancellationToken)
    {
        var at = listing.Cursor is { } cursor ? HubSpotSince.Parse(cursor) : new HubSpotSince(since.ToUnixTimeMilliseconds(), 0);
        if (!await pace.TakeAsync(budget, cancellationToken))
        {
            return new CrmPage([], null, Reason.CrmLimited);
        }

        var search = at.Search(map.PropertiesFor(listing.Reads));
        var reply = await client.AskAsync(
            CrmCallKind.Many, HubSpotSince.PageSize, budget, (call, end) => contacts.SearchAsync(search, call, end), cancellationToken);
        return Page(reply, listing.Reads, page => at.Next(page)?.ToString());
    }

    private CrmPage Page(CrmReply<HubSpotPage> reply, ReadSet reads, Func<HubSpotPage, string?> next) => reply switch
    {
        { Reason: not Reason.None } => new([], null, reply.Reason),
        { Value: { Results: { } results } page } => new(answers.People(results, reads), next(page), Reason.None),
        _ => new([], null, Reason.CrmError),
    };
}
