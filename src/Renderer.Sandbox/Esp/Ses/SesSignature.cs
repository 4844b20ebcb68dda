using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Esp.Ses;

/// <summary>AWS's Signature Version 4 of a call, checked.</summary>
internal static class SesSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with a call's signature; null where nothing is.</summary>
    public static SesError? Check(HttpRequest request, ReadOnlySpan<byte> body, string accessKeyId, string secret, DateTimeOffset now)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return new SesError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            return new SesError(403, "IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }

        var parts = header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0], part => part[1]);
        var scope = parts["Credential"].FirstOrDefault()?.Split('/') ?? [];
        var names = parts["SignedHeaders"].FirstOrDefault()?.Split(';') ?? [];
        var signature = parts["Signature"].FirstOrDefault();
        var date = request.Headers["X-Amz-Date"].ToString();
        if (scope.Length != 5 || names.Length == 0 || signature is null || date.Length == 0)
        {
            return new SesError(403, "IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders', 'Signature' and an 'X-Amz-Date' header.");
        }

        if (scope[0] != accessKeyId)
        {
            return new SesError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (scope[3] != "ses" || scope[4] != "aws4_request" || !date.StartsWith(scope[1], StringComparison.Ordinal))
        {
            return new SesError(403, "InvalidSignatureException", "Credential should be scoped to correct service: 'ses'.");
        }

        if (!names.Contains("host") || request.Headers.Keys.Any(name => name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) && !names.Contains(name.ToLowerInvariant())))
        {
            return new SesError(403, "InvalidSignatureException", "'Host' and every 'X-Amz-' header must be in the signed headers.");
        }

        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || (now - at).Duration() > Skew)
        {
            return new SesError(403, "InvalidSignatureException", $"Signature expired or not yet current: {date}.");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (request.Headers["X-Amz-Content-Sha256"].ToString() is { Length: > 0 } claimed && claimed != hash)
        {
            return new SesError(403, "InvalidSignatureException", "The payload is not the one that was signed.");
        }

        var expected = Sign(secret, scope, date, Canonical(request, names, hash));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(expected)) ? null : new SesError(
            403, "InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    private static string Sign(string secret, string[] scope, string date, string canonical)
    {
        var toSign = string.Join('\n', Algorithm, date, string.Join('/', scope[1..]), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = scope[1..].Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (derived, part) => HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Canonical(HttpRequest request, string[] names, string hash)
    {
        var query = request.Query.SelectMany(pair => pair.Value.Select(value => $"{Encode(pair.Key)}={Encode(value ?? "")}")).Order(StringComparer.Ordinal);
        var headers = string.Concat(names.Select(name => $"{name}:{string.Join(',', request.Headers[name].Select(Squeeze))}\n"));
        var path = string.Join('/', (request.Path.Value ?? "/").Split('/').Select(name => Encode(Encode(name))));
        return string.Join('\n', request.Method, path, string.Join('&', query), headers, string.Join(';', names), hash);
    }

    private static string Encode(string text) => Uri.EscapeDataString(text);

    private static string Squeeze(string? value) => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
