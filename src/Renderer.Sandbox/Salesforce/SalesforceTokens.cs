using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Renderer.Sandbox.OAuth;

namespace Renderer.Sandbox.Salesforce;

/// <summary><c>/services/oauth2/token</c>: client credentials, and assertions that are signed with the registered key. No reply says when its token ends.</summary>
internal sealed class SalesforceTokens(SandboxOptions options, TokenBook book, TimeProvider clock)
{
    public const string Path = "/services/oauth2/token";

    /// <summary>The user that assertions speak of.</summary>
    public const string User = "renderer@sandbox.example";

    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>The farthest that an assertion's end may be.</summary>
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(5);

    public async Task IssueAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, "unsupported_grant_type", "grant type not supported");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (error, description) = form["grant_type"].ToString() switch
        {
            "client_credentials" => FaultOfClient(form["client_id"].ToString(), form["client_secret"].ToString()),
            JwtBearer => await FaultOfAssertionAsync(form["assertion"].ToString(), Address(context)),
            _ => ("unsupported_grant_type", "grant type not supported"),
        };
        await (error is null ? GiveAsync(context) : RefuseAsync(context, error, description));
    }

    private static string Address(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    private (string? Error, string Description) FaultOfClient(string id, string secret) =>
        id != options.ClientId ? ("invalid_client_id", "client identifier invalid")
        : !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(options.ClientSecret))
            ? ("invalid_client", "invalid client credentials")
        : (null, "");

    private async Task<(string? Error, string Description)> FaultOfAssertionAsync(string assertion, string address)
    {
        if (options.JwtKey is not { } pem)
        {
            return ("invalid_grant", "no certificate is registered: set Renderer__Sandbox__JwtKey to the public key");
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        var handler = new JsonWebTokenHandler { MapInboundClaims = false };
        if (!handler.CanReadToken(assertion))
        {
            return ("invalid_grant", "invalid assertion");
        }

        var token = handler.ReadJsonWebToken(assertion);
        var now = clock.GetUtcNow().UtcDateTime;
        var key = new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        var result = await handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return !result.IsValid ? ("invalid_grant", "invalid assertion")
            : token.Issuer != options.ClientId ? ("invalid_client_id", "client identifier invalid")
            : !token.Audiences.Any(audience => audience is "https://login.salesforce.com" or "https://test.salesforce.com" || audience == address)
                ? ("invalid_grant", "audience is invalid")
            : token.ValidTo <= now || token.ValidTo > now + LongestAssertion ? ("invalid_grant", "expired authorization code")
            : token.Subject != User ? ("invalid_grant", "user hasn't approved this consumer")
            : (null, "");
    }

    private Task GiveAsync(HttpContext context)
    {
        var token = $"{RecordIds.Organization[..15]}!{Convert.ToHexString(RandomNumberGenerator.GetBytes(40))}";
        book.Add(token, new IssuedToken(clock.GetUtcNow().AddSeconds(options.TokenSeconds), [Sessions.Scope]));
        var address = Address(context);
        context.Response.Headers.CacheControl = "no-cache, no-store";
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("access_token", token);
            writer.WriteString("scope", "api");
            writer.WriteString("instance_url", address);
            writer.WriteString("id", $"{address}/id/{RecordIds.Organization}/{RecordIds.Of("005", "1")}");
            writer.WriteString("token_type", "Bearer");
            writer.WriteString("issued_at", clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            writer.WriteString("api_instance_url", address);
            writer.WriteEndObject();
        });
    }

    private static Task RefuseAsync(HttpContext context, string error, string description) => context.Response.WriteJsonAsync(400, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteString("error_description", description);
        writer.WriteEndObject();
    });
}
