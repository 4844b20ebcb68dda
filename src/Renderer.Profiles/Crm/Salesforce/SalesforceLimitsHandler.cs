using System.Net;
using Renderer.Model;
using Renderer.Profiles.Crm.Protection;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Keeps the quota, and puts Salesforce's word for its end into the one that all others have: its 403 becomes a 429.</summary>
internal sealed class SalesforceLimitsHandler(SalesforceQuota quota, HttpMessageHandler wire) : DelegatingHandler(wire)
{
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>How long nothing is sent once calls are refused: the window is a day long and slides.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>The wait after a refusal, which tells none itself.</summary>
    public static Task<TimeSpan> WaitAsync(HttpResponseMessage response, CancellationToken cancellationToken) => Task.FromResult(Rest);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!(CrmCall.Of(request).Terms.Purpose == CrmPurpose.Send ? quota.TrySend() : quota.TrySpare()))
        {
            throw new CrmFailureException(Reason.CrmLimited);
        }

        var response = await base.SendAsync(request, cancellationToken);
        quota.Hear(response.Headers.TryGetValues("Sforce-Limit-Info", out var told) ? string.Join("; ", told) : null);
        if (response.StatusCode != HttpStatusCode.Forbidden)
        {
            return response;
        }

        var body = await Body.ReadAsync(response.Content, MaxErrorBytes, cancellationToken) ?? [];
        if (SalesforceError.Parse(body).Any(error => error.ErrorCode == "REQUEST_LIMIT_EXCEEDED"))
        {
            response.StatusCode = HttpStatusCode.TooManyRequests;
        }

        response.Content = new ByteArrayContent(body);
        return response;
    }
}
