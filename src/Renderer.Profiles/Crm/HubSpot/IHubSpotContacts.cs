using Refit;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>HubSpot's contacts API, version 3, as far as we read it.</summary>
internal interface IHubSpotContacts
{
    /// <summary>Reads one contact.</summary>
    /// <param name="id">The value of <paramref name="idProperty"/>.</param>
    /// <param name="properties">The properties to answer with.</param>
    /// <param name="idProperty">A unique property; null for HubSpot's own id.</param>
    /// <param name="call">For the handlers.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Get("/crm/v3/objects/contacts/{id}")]
    Task<ApiResponse<HubSpotContact>> ReadAsync(
        string id,
        [Query(CollectionFormat.Multi)] IReadOnlyList<string> properties,
        string? idProperty,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);

    /// <summary>Reads up to 100 contacts: 200, or 207 when some do not exist.</summary>
    [Post("/crm/v3/objects/contacts/batch/read")]
    Task<ApiResponse<HubSpotBatch>> ReadManyAsync(
        [Body] HubSpotBatchRequest request, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>A page of all contacts, in HubSpot's own order.</summary>
    /// <param name="limit">At most 100.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="properties">The properties to answer with.</param>
    /// <param name="call">For the handlers.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Get("/crm/v3/objects/contacts")]
    Task<ApiResponse<HubSpotPage>> ListAsync(
        int limit,
        string? after,
        [Query(CollectionFormat.Multi)] IReadOnlyList<string> properties,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);

    /// <summary>A page of the contacts that a filter lets through: of the first 10,000 at most.</summary>
    [Post("/crm/v3/objects/contacts/search")]
    Task<ApiResponse<HubSpotPage>> SearchAsync(
        [Body] HubSpotSearch search, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>What properties contacts have.</summary>
    [Get("/crm/v3/properties/contacts")]
    Task<ApiResponse<HubSpotDescriptions>> DescribeAsync([Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);
}
