using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renderer.Sandbox.OAuth;

/// <summary>The OAuth server: OpenIddict, one client, keys that live as long as the process.</summary>
internal static class TokenServer
{
    /// <summary>HubSpot's present token path and the older one that most integrations use.</summary>
    public static readonly string[] Paths = ["/oauth/v1/token", "/oauth/2026-03/token"];

    public const string ReadContacts = "crm.objects.contacts.read";
    public const string WriteContacts = "crm.objects.contacts.write";
    public const string ReadProperties = "crm.schemas.contacts.read";

    internal static readonly string[] HubSpotScopes = ["oauth", OpenIddictConstants.Scopes.OfflineAccess, ReadContacts, WriteContacts, ReadProperties];

    /// <summary>Whether a path is a token endpoint, HubSpot's or Entra's.</summary>
    public static bool IsToken(string path) => RouteOf(path) is not null;

    /// <summary>What a token endpoint is counted as; null for other paths.</summary>
    public static string? RouteOf(PathString path) =>
        Array.Find(Paths, known => path == known) ?? (Entra.Owns(path) ? Entra.Route : null);

    public static void AddTokenServer(this IServiceCollection services, SandboxOptions sandbox)
    {
        services.AddSingleton<TokenBook>();
        services.AddSingleton<ClientAssertions>();
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetTokenEndpointUris(Paths).SetAuthorizationEndpointUris(ConsentPage.Path);
            server.AllowClientCredentialsFlow().AllowTokenExchangeFlow().AllowCustomFlow(ClientAssertions.JwtBearer);
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow();
            server.DisableScopeValidation(); // each vendor has his own scopes
            server.SetAccessTokenLifetime(TimeSpan.FromSeconds(sandbox.TokenSeconds));

            // A signed token of about 400 characters; the asymmetric key is OpenIddict's own condition.
            server.AddSigningKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.DisableAccessTokenEncryption();

            // No store: the one client stands in the options, the tokens in the book.
            server.EnableDegradedMode();
            server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseInlineHandler(ClientAssertions.LeaveToUsAsync).SetOrder(ClientAssertions.Early));
            server.AddEventHandler<ProcessRequestContext>(handler =>
                handler.UseInlineHandler(Entra.InferAsync).SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order + 1));
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context => ConsentPage.CheckAsync(context, sandbox)));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<TokenChecks>());
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(SignInAsync));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseSingletonHandler<Bookkeeper>().SetOrder(int.MinValue));
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement().SuppressJsonResponseIndentation();
        });

        // Authentication brings data protection along, which at start would write a key ring into the home directory.
        foreach (var starter in services.Where(IsKeyRingStarter).ToList())
        {
            services.Remove(starter);
        }
    }

    private static ValueTask SignInAsync(HandleTokenRequestContext context)
    {
        var granted = context.Request.IsAuthorizationCodeGrantType() || context.Request.IsRefreshTokenGrantType();
        context.SignIn(PrincipalOf(context.ClientId, granted ? context.Principal!.GetScopes() : context.Request.GetScopes()));
        return ValueTask.CompletedTask;
    }

    /// <summary>Who a token speaks of, and what it may.</summary>
    internal static ClaimsPrincipal PrincipalOf(string? subject, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetScopes(scopes);
        return new ClaimsPrincipal(identity);
    }

    private static bool IsKeyRingStarter(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.FullName?.StartsWith("Microsoft.AspNetCore.DataProtection.", StringComparison.Ordinal) == true;

    /// <summary>Writes each token down as it leaves, and adds the vendor's words to an error.</summary>
    private sealed class Bookkeeper(TokenBook book, SandboxOptions options, TimeProvider clock) : IOpenIddictServerHandler<ApplyTokenResponseContext>
    {
        public ValueTask HandleAsync(ApplyTokenResponseContext context)
        {
            if (context.Response.AccessToken is { } token)
            {
                var expires = clock.GetUtcNow().AddSeconds(options.TokenSeconds);
                book.Add(token, new IssuedToken(expires, Scopes(context)));
                if (context.Response.RefreshToken is { } refresh)
                {
                    book.AddRefresh(refresh);
                }

                // OpenIddict counts whole seconds down: with a life of 1 s it would say 0.
                context.Response.ExpiresIn = options.TokenSeconds;
            }
            else if (Entra.IsOf(context.Transaction))
            {
                Entra.Explain(context.Response, clock);
            }
            else if (context.Error == Errors.InvalidClient)
            {
                context.Response["status"] = context.Response.ErrorDescription?.EndsWith("secret", StringComparison.Ordinal) == true
                    ? "BAD_CLIENT_SECRET"
                    : "BAD_CLIENT_ID";
                context.Response["message"] = context.Response.ErrorDescription;
            }

            return ValueTask.CompletedTask;
        }

        // What was consented to holds for all that follows from it; the request for a token does not repeat it.
        private static string[] Scopes(ApplyTokenResponseContext context) =>
        [
            .. (context.Response.Scope is { } granted ? granted.Split(' ') : [.. context.Request?.GetScopes() ?? []])
                .Where(scope => scope != OpenIddictConstants.Scopes.OfflineAccess),
        ];
    }
}
