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

    public static Caller? Prove(HttpContext http, TemplateLibrary library, TimeProvider clock)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var at = target.LastIndexOf("sig=", StringComparison.Ordinal);
        if (!HttpMethods.IsGet(http.Request.Method) || at < 1 || target[at - 1] is not ('&' or '?'))
        {
            return null;
        }

        var signature = target[(at + 4)..];
        var name = http.Request.Query["ws"].ToString();
        if (!WorkspaceName.TryParse(name.Length == 0 ? "default" : name, out var workspace)
            || library.Settings(workspace) is not { SigningSecret: { } secret } settings
            || !Holds(target[..(at - 1)], signature, secret, settings.AllowSha1Signatures)
            || Ended(http.Request.Query["exp"].ToString(), clock))
        {
            return null;
        }

        return new Caller(workspace, Role.Pull, [], "signed-url");
    }

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

    private static bool Ended(string exp, TimeProvider clock) =>
        exp.Length > 0
        && (!long.TryParse(exp, NumberStyles.None, CultureInfo.InvariantCulture, out var end) || clock.GetUtcNow().ToUnixTimeSeconds() >= end);
}
