using System.Globalization;

namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>Signs a request of ours, in the place of whatever signature it bore.</summary>
/// <param name="accessKeyId">The connection's own.</param>
/// <param name="secret">The connection's own.</param>
/// <param name="region">Of AWS, as in eu-central-1.</param>
/// <param name="clock">Whose time it bears.</param>
internal sealed class RequestSigner(string accessKeyId, string secret, string region, TimeProvider clock)
{
    private const string Date = "X-Amz-Date", BodyHash = "X-Amz-Content-Sha256", Token = "X-Amz-Security-Token", Authorization = "Authorization";

    private volatile DayKey? last;

    /// <param name="request">As it will go out, but for what this sets.</param>
    /// <param name="bodyHash">SHA-256 of its body, in hex.</param>
    public void Sign(HttpRequestMessage request, string bodyHash)
    {
        var time = clock.GetUtcNow().ToString(Signature.TimeFormat, CultureInfo.InvariantCulture);
        foreach (var old in (string[])[Date, BodyHash, Token, Authorization])
        {
            request.Headers.Remove(old);
        }

        request.Headers.TryAddWithoutValidation(Date, time);
        request.Headers.TryAddWithoutValidation(BodyHash, bodyHash);
        var to = request.RequestUri!;
        var scope = new SigningScope(time[..8], region, "ses");
        var parts = new SignedParts
        {
            Method = request.Method.Method,
            Path = to.AbsolutePath,
            Query = to.Query.TrimStart('?'),
            Headers = [.. Covered(request, to)],
            BodyHash = bodyHash,
        };
        request.Headers.TryAddWithoutValidation(Authorization, Signature.Header(parts, time, scope, accessKeyId, KeyOf(scope)));
    }

    /// <summary>Host, content type and everything of AWS's, as it must be (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
    private static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Covered(HttpRequestMessage request, Uri to) =>
        request.Headers.NonValidated.Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            .Concat(request.Content?.Headers.NonValidated.Where(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) ?? [])
            .Select(header => KeyValuePair.Create<string, IReadOnlyList<string>>(header.Key.ToLowerInvariant(), [.. header.Value]))
            .Append(KeyValuePair.Create<string, IReadOnlyList<string>>("host", [request.Headers.Host ?? to.Authority]))
            .OrderBy(header => header.Key, StringComparer.Ordinal);

    private byte[] KeyOf(SigningScope scope)
    {
        var known = last;
        if (known?.Scope != scope)
        {
            last = known = new DayKey(scope, SigningKey.Of(secret, scope));
        }

        return known.Key;
    }

    private sealed record DayKey(SigningScope Scope, byte[] Key);
}
