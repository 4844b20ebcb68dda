using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Renderer.Messages.Library;
using Renderer.Model;

namespace Renderer.Server.Access;

/// <summary>
/// <c>?sig=</c>, last in the query of a GET: lowercase hex HMAC-SHA256 with the workspace's signing secret over the raw
/// request target before it (contract section 1). The signature is checked before anything else of the query is used.
/// </summary>
internal static class SignedUrl
{
    private const int Sha1Hex = 40;
    private const int Sha256Hex = 64;

    /// <summary>The year 9999, in seconds.</summary>
    private const long Furthest = 253_402_300_799;

    public static Caller? Prove(HttpContext http, TemplateLibrary library, TimeProvider clock)
    {
        var name = http.Request.Query["ws"].ToString();
        return HttpMethods.IsGet(http.Request.Method)
            && WorkspaceName.TryParse(name.Length == 0 ? "default" : name, out var workspace)
            && Holds(http, library.Settings(workspace))
            && !(End(http) <= Instant.From(clock.GetUtcNow()))
            ? new Caller(workspace, Role.Pull, [], "signed-url")
            : null;
    }

    /// <summary>Whether this request's target is signed by the workspace, whenever that was.</summary>
    public static bool Holds(HttpContext http, WorkspaceSettings settings)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var at = target.LastIndexOf("sig=", StringComparison.Ordinal);
        return at >= 1 && target[at - 1] is ('&' or '?')
            && settings.SigningSecret is { } secret
            && Holds(target[..(at - 1)], target[(at + 4)..], secret, settings.AllowSha1Signatures);
    }

    /// <summary>Until when the signer meant it (<c>exp</c>); null for ever. What is no time is over.</summary>
    public static Instant? End(HttpContext http) => http.Request.Query["exp"].ToString() switch
    {
        "" => null,
        var exp when long.TryParse(exp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Furthest => Instant.From(DateTimeOffset.FromUnixTimeSeconds(seconds)),
        _ => Instant.Never,
    };

    /// <summary>The signature of a request target: what callers compute and what is compared.</summary>
    public static string Sign(string target, Secret secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Value), Encoding.UTF8.GetBytes(target)));

    private static bool Holds(string target, string signature, Secret secret, bool allowSha1)
    {
        var expected = signature.Length switch
        {
            Sha256Hex => Sign(target, secret),
            Sha1Hex when allowSha1 => Sha1(target, secret),
            _ => string.Empty,
        };
        return expected.Length > 0
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature));
    }

#pragma warning disable CA5350 // Braze Liquid has no other HMAC; only where the workspace allows it, and HMAC-SHA1 is still unbroken.
    private static string Sha1(string target, Secret secret) =>
        Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret.Value), Encoding.UTF8.GetBytes(target)));
#pragma warning restore CA5350
}
