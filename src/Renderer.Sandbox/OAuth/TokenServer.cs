using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renderer.Sandbox.OAuth;

/// <summary>The OAuth server: OpenIddict, client credentials only, one client, keys that live as long as the process.</summary>
internal static class TokenServer
{
    /// <summary>HubSpot's present token path and the older one that most integrations use.</summary>
    public static readonly string[] Paths = ["/oauth/v1/token", "/oauth/2026-03/token"];

    public const string ReadContacts = "crm.objects.contacts.read";
    public const string WriteContacts = "crm.objects.contacts.write";
    public const string ReadProperties = "crm.schemas.contacts.read";

    private static readonly string[] HubSpotScopes = ["oauth", ReadContacts, WriteContacts, ReadProperties];

    /// <summary>Whether a path is a token endpoint, HubSpot's or Entra's.</summary>
    public static bool IsToken(string path) => RouteOf(path) is not null;

    /// <summary>What a token endpoint is counted as; null for other paths.</summary>
    public static string? RouteOf(PathString path) =>
        Array.Find(Paths, known => path == known) ?? (Entra.Owns(path) ? Entra.Route : null);

    public static void AddTokenServer(this IServiceCollection services, SandboxOptions sandbox)
    {
        services.AddSingleton<TokenBook>();
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetTokenEndpointUris(Paths).AllowClientCredentialsFlow();
            server.DisableScopeValidation(); // each vendor has his own scopes
            server.SetAccessTokenLifetime(TimeSpan.FromSeconds(sandbox.TokenSeconds));

            // A signed token of about 400 characters; the asymmetric key is OpenIddict's own condition.
            server.AddSigningKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.DisableAccessTokenEncryption();

            // No store: the one client stands in the options, the tokens in the book.
            server.EnableDegradedMode();
            server.AddEventHandler<ProcessRequestContext>(handler =>
                handler.UseInlineHandler(Entra.InferAsync).SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order + 1));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context => CheckAsync(context, sandbox)));
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(SignInAsync));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseSingletonHandler<Bookkeeper>().SetOrder(int.MinValue));
            server.UseAspNetCore().DisableTransportSecurityRequirement().SuppressJsonResponseIndentation();
        });

        // Authentication brings data protection along, which at start would write a key ring into the home directory.
        foreach (var starter in services.Where(IsKeyRingStarter).ToList())
        {
            services.Remove(starter);
        }
    }

    private static ValueTask CheckAsync(ValidateTokenRequestContext context, SandboxOptions sandbox)
    {
        if (Entra.IsOf(context.Transaction))
        {
            Entra.Check(context, Same(context.ClientId, sandbox.ClientId), Same(context.ClientSecret, sandbox.ClientSecret));
        }
        else if (context.Request.GetScopes().Except(HubSpotScopes).Any())
        {
            context.Reject(Errors.InvalidScope, "a scope is unknown");
        }
        else if (!Same(context.ClientId, sandbox.ClientId))
        {
            context.Reject(Errors.InvalidClient, "missing or invalid client id");
        }
        else if (!Same(context.ClientSecret, sandbox.ClientSecret))
        {
            context.Reject(Errors.InvalidClient, "missing or invalid client secret");
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask SignInAsync(HandleTokenRequestContext context)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, context.ClientId);
        identity.SetScopes(context.Request.GetScopes());
        context.SignIn(new ClaimsPrincipal(identity));
        return ValueTask.CompletedTask;
    }

    private static bool IsKeyRingStarter(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.FullName?.StartsWith("Microsoft.AspNetCore.DataProtection.", StringComparison.Ordinal) == true;

    private static bool Same(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(expected));

    /// <summary>Writes each token down as it leaves, and adds the vendor's words to an error.</summary>
    private sealed class Bookkeeper(TokenBook book, SandboxOptions options, TimeProvider clock) : IOpenIddictServerHandler<ApplyTokenResponseContext>
    {
        public ValueTask HandleAsync(ApplyTokenResponseContext context)
        {
            if (context.Response.AccessToken is { } token)
            {
                var expires = clock.GetUtcNow().AddSeconds(options.TokenSeconds);
                book.Add(token, new IssuedToken(expires, [.. context.Request?.GetScopes() ?? []]));

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
    }
}
