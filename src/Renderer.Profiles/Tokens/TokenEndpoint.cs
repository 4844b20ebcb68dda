using Renderer.Model;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Tokens;

/// <summary>Asks an OAuth token endpoint for one token.</summary>
/// <param name="client">Whom to ask, and as whom.</param>
/// <param name="wire">Sends over the guarded handler alone: no token handler and no retries stand before the endpoint.</param>
/// <param name="clock">Measures a token's life, from before it was asked for.</param>
internal sealed class TokenEndpoint(TokenClient client, HttpMessageInvoker wire, TimeProvider clock)
{
    private const int MaxReplyBytes = 64 * 1024;

    /// <summary>A token's life when neither the reply nor anybody else tells.</summary>
    private static readonly TimeSpan DefaultLife = TimeSpan.FromMinutes(30);

    /// <summary>Asks once. Never throws for what the endpoint or the network does; a cancelled request is one that took too long.</summary>
    public async Task<TokenAnswer> AskAsync(Grant grant, CancellationToken cancellationToken)
    {
        var asked = clock.GetElapsedTime(0);
        try
        {
            using var request = client.Request(grant, clock.GetUtcNow());
            using var response = await wire.SendAsync(request, cancellationToken);
            var body = await Body.ReadAsync(response.Content, MaxReplyBytes, cancellationToken);
            return body is null ? new TokenAnswer(null, TokenFailure.Unreadable)
                : response.IsSuccessStatusCode ? Accept(body, asked)
                : Explain(response, body);
        }
        catch (OperationCanceledException)
        {
            return new TokenAnswer(null, TokenFailure.TimedOut);
        }
        catch (InvalidDataException)
        {
            return new TokenAnswer(null, TokenFailure.Unreadable);
        }
        catch (Exception)
        {
            return new TokenAnswer(null, TokenFailure.Unreachable);
        }
    }

    private TokenAnswer Accept(byte[] body, TimeSpan asked)
    {
        var reply = TokenReply.Parse(body);
        if (reply is { AccessToken: null, Error: { } error })
        {
            return new TokenAnswer(null, TokenFailure.Refused, error); // Zoho says so with status 200
        }

        var bearer = reply?.TokenType is null || string.Equals(reply.TokenType, "bearer", StringComparison.OrdinalIgnoreCase);
        if (!bearer || reply?.AccessToken is not { } value || !AccessToken.IsToken(value))
        {
            return new TokenAnswer(null, TokenFailure.Unreadable);
        }

        var life = reply.ExpiresIn is > 0 and < 1e9 ? TimeSpan.FromSeconds(reply.ExpiresIn.Value) : client.Life ?? DefaultLife;
        var extras = new TokenExtras(
            reply.Scope, reply.InstanceUrl, reply.ApiDomain, reply.RefreshToken is { Length: > 0 } refresh ? new Secret(refresh) : null, life);
        return new TokenAnswer(AccessToken.Of(value, life, life, asked, extras));
    }

    private TokenAnswer Explain(HttpResponseMessage response, byte[] body) => (int)response.StatusCode switch
    {
        429 => new TokenAnswer(null, TokenFailure.Limited, RetryAfter: RetryAfterHeader.Read(response, clock)),
        408 or >= 500 => new TokenAnswer(null, TokenFailure.Unreachable),
        >= 400 => new TokenAnswer(null, TokenFailure.Refused, TokenReply.Parse(body)?.Error),
        _ => new TokenAnswer(null, TokenFailure.Unreadable),
    };
}
