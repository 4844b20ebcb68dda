using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Renderer.Server.Engagement.Esps.Ses;

/// <summary>What has to be asked of Amazon SNS: its certificates, and to begin a subscription. Nobody else is ever called.</summary>
/// <param name="wire">Calls admitted addresses, and follows no redirect.</param>
internal sealed partial class SnsCalls(HttpMessageHandler wire) : IDisposable
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Amazon has one for each region, and a new one every year.</summary>
    private const int MostKept = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<Uri, byte[]> keys = new();
    private readonly HttpClient client = new(wire) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };

    /// <summary>
    /// The URL, when it is Amazon SNS's own: https, by its host's name, on the usual port. Where the connection's <c>base_url</c> leads
    /// elsewhere (to a sandbox), that origin too: whoever wrote it trusts it with the credential.
    /// </summary>
    public static Uri? Admit(string? text, Uri? baseUrl, bool isCertificate)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.UserInfo.Length > 0
            || (isCertificate && (url.Query.Length > 0 || !url.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal))))
        {
            return null;
        }

        var isAmazons = url is { Scheme: "https", IsDefaultPort: true } && Host().IsMatch(url.Host) && (!isCertificate || CertificatePath().IsMatch(url.AbsolutePath));
        var isOwn = baseUrl is not null && !baseUrl.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            && Uri.Compare(url, baseUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        return isAmazons || isOwn ? url : null;
    }

    /// <summary>The public key of a certificate (SPKI); null when it cannot be had now, or is none.</summary>
    public async ValueTask<byte[]?> KeyAsync(Uri url, CancellationToken cancellationToken)
    {
        if (keys.TryGetValue(url, out var known))
        {
            return known;
        }

        if (await GetAsync(url, cancellationToken) is not { } pem)
        {
            return null;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            if (keys.Count >= MostKept)
            {
                keys.Clear();
            }

            return keys[url] = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Begins the subscription; false when that did not succeed.</summary>
    public async ValueTask<bool> ConfirmAsync(Uri url, CancellationToken cancellationToken) => await GetAsync(url, cancellationToken) is not null;

    public void Dispose() => client.Dispose();

    private async Task<string?> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(url, cancellationToken);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex(@"^/SimpleNotificationService-[a-zA-Z0-9]+\.pem$", RegexOptions.NonBacktracking)]
    private static partial Regex CertificatePath();
}
