using System.Security.Cryptography;
using System.Text;

namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>The key of one scope: four HMACs over the secret (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
internal static class SigningKey
{
    public static byte[] Of(string secret, SigningScope scope) =>
        Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + secret), scope.Day), scope.Region), scope.Service), SigningScope.End);

    public static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
