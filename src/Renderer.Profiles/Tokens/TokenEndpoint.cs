using System.Net.Http.Headers;
using Renderer.Model;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Tokens;

/// <summary>Whom to ask for a token, and as whom.</summary>
internal sealed record TokenClient(Uri Url, string ClientId, Secret ClientSecret, string? Scope);

/// <summary>Asks an OAuth token endpoint for one token by client credentials (RFC 6749 section 4.4).</summary>
/// <param name="client">Whom to ask.</param>
/// <param name="wire">Sends over the guarded handler alone: no token handler and no retries stand before the endpoint.</param>
/// <param name="clock">Measures a token's life, from before it was asked for.</param>
internal sealed class TokenEndpoint(TokenClient client, HttpMessageInvoker wire, TimeProvider clock)
{
    private const int MaxReplyBytes = 64 * 1024;

    /// <summary>A token's life when the reply does not tell.</summary>
    private static readonly TimeSpan DefaultLife = TimeSpan.FromMinutes(30);

    private static readonly string[] KnownErrors =
    [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
    ];

    /// <summary>Asks once. Never throws for what the endpoint or the network does; a cancelled request is one that took too long.</summary>
    public async Task<TokenAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var asked = clock.GetElapsedTime(0);
        try
        {
            using var request = Request();
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

    private HttpRequestMessage Request()
    {
        // Who the client is stands in the form (RFC 6749 section 2.3.1), as HubSpot has it.
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret.Value,
        };
        if (client.Scope is { Length: > 0 } scope)
        {
            form["scope"] = scope;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, client.Url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static TokenAnswer Accept(byte[] body, TimeSpan asked)
    {
        var reply = TokenReply.Parse(body);
        var bearer = reply?.TokenType is null || string.Equals(reply.TokenType, "bearer", StringComparison.OrdinalIgnoreCase);
        if (!bearer || reply?.AccessToken is not { } value || !AccessToken.IsToken(value))
        {
            return new TokenAnswer(null, TokenFailure.Unreadable);
        }

        var life = reply.ExpiresIn is > 0 and < 1e9 ? TimeSpan.FromSeconds(reply.ExpiresIn.Value) : DefaultLife;
        var ahead = TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(60).Ticks, life.Ticks / 10));
        return new TokenAnswer(new AccessToken(value, asked + life - ahead, asked + life));
    }

    private TokenAnswer Explain(HttpResponseMessage response, byte[] body)
    {
        var error = TokenReply.Parse(body)?.Error;
        return (int)response.StatusCode switch
        {
            429 => new TokenAnswer(null, TokenFailure.Limited, RetryAfter: RetryAfterHeader.Read(response, clock)),
            408 or >= 500 => new TokenAnswer(null, TokenFailure.Unreachable),
            >= 400 => new TokenAnswer(null, TokenFailure.Refused, Array.Find(KnownErrors, known => known == error)),
            _ => new TokenAnswer(null, TokenFailure.Unreadable),
        };
    }
}
