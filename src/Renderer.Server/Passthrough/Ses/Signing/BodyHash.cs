using System.Security.Cryptography;
using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>What AWS signs of a body: its SHA-256, in lower-case hex.</summary>
internal static class BodyHash
{
    public static async ValueTask<string> OfAsync(Spliced? body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (body is not null)
        {
            await foreach (var run in body.RunsAsync(cancellationToken))
            {
                hash.AppendData(run.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
