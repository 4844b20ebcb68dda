using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>Whether a caller's SigV4 signature holds for the request as it came.</summary>
internal static class SignatureCheck
{
    /// <summary>What AWS allows between the caller's clock and its own.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Service = "ses";

    /// <summary>What can be said before the body is there and the key looked up.</summary>
    public static SignatureFault Before(HttpRequest request, DateTimeOffset now, out PresentedSignature? presented)
    {
        presented = null;
        if (request.Headers.Authorization.Count == 0)
        {
            return SignatureFault.Missing;
        }

        presented = PresentedSignature.Read(request.Headers.Authorization.ToString());
        return presented is null || Time(request) is not { } time || presented.Scope.Day != Text(request)[..8] ? SignatureFault.Incomplete
            : presented.Scope.Service != Service ? SignatureFault.WrongScope
            : (now - time).Duration() > Tolerance ? SignatureFault.Expired
            : SignatureFault.None;
    }

    /// <param name="presented">What <see cref="Before"/> read.</param>
    /// <param name="request">The request as it came.</param>
    /// <param name="bodyHash">SHA-256 of its body, in hex: of what came, whatever its headers say.</param>
    /// <param name="secret">Of the access key id.</param>
    /// <param name="publicUrl">Where callers find us; a proxy before us may have changed the host that was signed. Null: as it came.</param>
    public static SignatureFault Check(PresentedSignature presented, HttpRequest request, string bodyHash, string secret, Uri? publicUrl)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var key = SigningKey.Of(secret, presented.Scope);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        foreach (var (host, path) in Places(request, query < 0 ? target : target[..query], publicUrl))
        {
            var parts = new SignedParts
            {
                Method = request.Method,
                Path = path,
                Query = query < 0 ? string.Empty : target[(query + 1)..],
                Headers = [.. presented.HeaderNames.Select(name => KeyValuePair.Create(name, Values(request, name, host)))],
                BodyHash = bodyHash,
            };
            if (CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Signature.Of(parts, Text(request), presented.Scope, key)), Encoding.UTF8.GetBytes(presented.Value)))
            {
                return SignatureFault.None;
            }
        }

        return SignatureFault.Mismatch;
    }

    private static IEnumerable<(string Host, string Path)> Places(HttpRequest request, string path, Uri? publicUrl)
    {
        yield return (request.Headers.Host.ToString(), path);
        if (publicUrl is not null)
        {
            yield return (publicUrl.Authority, publicUrl.AbsolutePath.TrimEnd('/') + path);
        }
    }

    private static IReadOnlyList<string> Values(HttpRequest request, string name, string host) =>
        name == "host" ? [host] : [.. request.Headers[name].Select(value => value ?? string.Empty)];

    private static string Text(HttpRequest request) => request.Headers["X-Amz-Date"].ToString();

    private static DateTimeOffset? Time(HttpRequest request) =>
        DateTimeOffset.TryParseExact(Text(request), Signature.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
