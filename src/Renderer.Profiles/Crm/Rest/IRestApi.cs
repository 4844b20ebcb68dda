using Refit;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>Any REST API: the declaration says which address, headers and body.</summary>
internal interface IRestApi
{
    /// <summary>Asks by GET.</summary>
    [Get("")]
    Task<ApiResponse<string>> GetAsync(
        [Url] string url, [HeaderCollection] IDictionary<string, string> headers, [Property(CrmCall.Key)] CrmCall call, CancellationToken cancellationToken);

    /// <summary>Asks by POST.</summary>
    [Post("")]
    Task<ApiResponse<string>> PostAsync(
        [Url] string url,
        [Body] HttpContent content,
        [HeaderCollection] IDictionary<string, string> headers,
        [Property(CrmCall.Key)] CrmCall call,
        CancellationToken cancellationToken);
}
