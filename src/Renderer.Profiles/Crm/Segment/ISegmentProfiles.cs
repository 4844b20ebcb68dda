using Refit;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>Segment's Profile API below <c>/v1/spaces/{space}</c>, as far as we read users.</summary>
internal interface ISegmentProfiles
{
    /// <summary>A page of one profile's traits.</summary>
    /// <param name="person"><c>type:value</c> of an external id, the value encoded.</param>
    /// <param name="limit">Traits on it, at most 200; left out it would be 10.</param>
    /// <param name="include">Names of traits, with commas between; null for all.</param>
    /// <param name="next">The page, as the one before named it; null for the first.</param>
    /// <param name="call">For the handlers.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    [Get("/collections/users/profiles/{person}/traits")]
    Task<ApiResponse<SegmentTraits>> TraitsAsync(
        [Encoded] string person, int limit, string? include, string? next, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>One profile's external ids of some types.</summary>
    [Get("/collections/users/profiles/{person}/external_ids")]
    Task<ApiResponse<SegmentExternalIds>> ExternalIdsAsync(
        [Encoded] string person, int limit, string include, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);
}
