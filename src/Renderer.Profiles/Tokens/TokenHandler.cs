using System.Net;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Tokens;

/// <summary>Puts the token on each request. After a 401 the request is sent once more, if another token than the refused one can be had.</summary>
internal sealed class TokenHandler(ITokens tokens) : DelegatingHandler
{
    /// <summary>The token that a request carries, for handlers that look at what came beside it.</summary>
    public static readonly HttpRequestOptionsKey<AccessToken> Carried = new("renderer.token");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !tokens.Drop(token))
        {
            return response;
        }

        response.Dispose();
        var successor = await TokenAsync(cancellationToken);
        var replay = await SendAsync(request, successor, cancellationToken);
        if (replay.StatusCode == HttpStatusCode.Unauthorized)
        {
            tokens.Rest(successor);
        }

        return replay;
    }

    private async ValueTask<AccessToken> TokenAsync(CancellationToken cancellationToken)
    {
        var answer = await tokens.GetAsync(cancellationToken);
        return answer.Token ?? throw new CrmFailureException(answer.Failure.AsReason());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        tokens.Header.Write(request, token);
        request.Options.Set(Carried, token);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            tokens.Took();
        }

        return response;
    }
}
