using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renderer.Sandbox.OAuth;

/// <summary>Microsoft Entra's clothes over the token server: a path that begins with the tenant, scopes that end in /.default, and its AADSTS numbers.</summary>
internal static class Entra
{
    public const string Route = "/{tenant}/oauth2/v2.0/token";

    private const string End = "/oauth2/v2.0/token";
    private const string Default = "/.default";

    /// <summary>Whether a path is Entra's: one segment, the tenant, before the rest.</summary>
    public static bool Owns(PathString path) =>
        path.Value is { } text && text.EndsWith(End, StringComparison.Ordinal) && text.Length > End.Length + 1 && text.LastIndexOf('/', text.Length - End.Length - 1) == 0;

    public static bool IsOf(OpenIddictServerTransaction transaction) => transaction.GetHttpRequest() is { } request && Owns(request.Path);

    /// <summary>Whether a token's scopes are for an API of Entra's.</summary>
    public static bool IsDefault(string scope) => scope.Length > Default.Length && scope.EndsWith(Default, StringComparison.Ordinal);

    /// <summary>Makes it a token endpoint, whatever the tenant is called.</summary>
    public static ValueTask InferAsync(ProcessRequestContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Unknown && IsOf(context.Transaction))
        {
            context.EndpointType = OpenIddictServerEndpointType.Token;
        }

        return ValueTask.CompletedTask;
    }

    public static void Check(ValidateTokenRequestContext context, bool isClient, bool isSecret)
    {
        var scopes = context.Request.GetScopes();
        if (!isClient)
        {
            context.Reject(Errors.UnauthorizedClient, "AADSTS700016: Application with this identifier was not found in the directory.");
        }
        else if (!isSecret)
        {
            context.Reject(Errors.InvalidClient, "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.");
        }
        else if (scopes.Length == 0)
        {
            context.Reject(Errors.InvalidRequest, "AADSTS90014: The required field 'scope' is missing from the credential.");
        }
        else if (scopes is not [var scope] || !IsDefault(scope))
        {
            context.Reject(Errors.InvalidScope, "AADSTS1002012: The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }
    }

    /// <summary>Adds what Entra says beside OAuth's two members.</summary>
    public static void Explain(OpenIddictResponse response, TimeProvider clock)
    {
        var description = response.ErrorDescription ?? "";
        var numbers = description.StartsWith("AADSTS", StringComparison.Ordinal) ? description["AADSTS".Length..].Split(':')[0] : "9002313";
        response["error_codes"] = new OpenIddictParameter(JsonSerializer.SerializeToElement<long[]>([long.Parse(numbers, CultureInfo.InvariantCulture)]));
        response["timestamp"] = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        response["trace_id"] = Guid.NewGuid().ToString();
        response["correlation_id"] = Guid.NewGuid().ToString();
        response.ErrorUri = null;
    }
}
