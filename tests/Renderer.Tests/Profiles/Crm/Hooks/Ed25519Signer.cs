using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Renderer.Tests.Profiles.Crm.Hooks;

/// <summary>Signs as a sender does.</summary>
internal static class Ed25519Signer
{
    public static (byte[] PublicKey, Func<byte[], byte[]> Sign) New()
    {
        var secret = RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize);
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(secret, 0, key, 0);
        return (key, message =>
        {
            var signature = new byte[Ed25519.SignatureSize];
            Ed25519.Sign(secret, 0, message, 0, message.Length, signature, 0);
            return signature;
        });
    }
}
