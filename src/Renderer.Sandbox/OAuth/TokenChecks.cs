using System.Security.Cryptography;
using System.Text;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renderer.Sandbox.OAuth;

/// <summary>Who asks for a token, and whether what is laid before us is good: OpenIddict leaves both to us, since no store stands behind it.</summary>
internal sealed class TokenChecks(SandboxOptions sandbox, TokenBook book, ClientAssertions assertions) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (Entra.IsOf(context.Transaction))
        {
            Entra.Check(context, Same(context.ClientId, sandbox.ClientId), await IsClientAsync(context));
        }
        else if (context.Request.GetScopes().Except(TokenServer.HubSpotScopes).Any())
        {
            context.Reject(Errors.InvalidScope, "a scope is unknown");
        }
        else if (!Same(context.ClientId, sandbox.ClientId))
        {
            context.Reject(Errors.InvalidClient, "missing or invalid client id");
        }
        else if (!await IsClientAsync(context))
        {
            context.Reject(Errors.InvalidClient, "missing or invalid client secret");
        }
        else if (context.Request.IsRefreshTokenGrantType() && !book.Redeem(context.Request.RefreshToken!, context.EndpointPath()))
        {
            context.Reject(Errors.InvalidGrant, "refresh token is unknown, used or revoked");
        }
        else if (context.Request.GrantType == ClientAssertions.JwtBearer && !await assertions.HoldsAsync(context.Request.Assertion, sandbox.User, context))
        {
            context.Reject(Errors.InvalidGrant, "the assertion does not hold");
        }
    }

    private async ValueTask<bool> IsClientAsync(ValidateTokenRequestContext context) => context switch
    {
        { Request.ClientAssertion: { } assertion } => await assertions.HoldsAsync(assertion, sandbox.ClientId, context),
        { Request.GrantType: ClientAssertions.JwtBearer, ClientSecret: null } => true, // the assertion says who it is
        _ => Same(context.ClientSecret, sandbox.ClientSecret),
    };

    private static bool Same(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(expected));
}

/// <summary>Where a request to the token endpoint came in.</summary>
internal static class TokenChecksExtensions
{
    public static string EndpointPath(this BaseRequestContext context) => context.RequestUri?.AbsolutePath ?? "/";
}
