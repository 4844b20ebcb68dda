using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>A private key that signs assertions: RS256 or ES256 (RFC 7518 section 3.1). Says nothing when printed.</summary>
internal sealed class SigningKey
{
    private readonly AsymmetricAlgorithm key;
    private readonly Lock signing = new(); // keys are not promised to sign on two threads at once

    private SigningKey(AsymmetricAlgorithm key, string? keyId, byte[]? sha1, byte[]? sha256)
    {
        (this.key, KeyId) = (key, keyId);
        Thumbprint = sha1 is null ? null : Base64Url.EncodeToString(sha1);
        Thumbprint256 = sha256 is null ? null : Base64Url.EncodeToString(sha256);
    }

    public string Algorithm => key is RSA ? "RS256" : "ES256";

    /// <summary><c>kid</c>; null when the key has none.</summary>
    public string? KeyId { get; }

    /// <summary><c>x5t</c>; null without a certificate.</summary>
    public string? Thumbprint { get; }

    /// <summary><c>x5t#S256</c>; null without a certificate.</summary>
    public string? Thumbprint256 { get; }

    /// <summary>Reads a key from PEM.</summary>
    /// <returns>The key, or what is wrong with it, in words that quote nothing of it.</returns>
    public static (SigningKey? Key, string? Fault) Read(Secret pem, Secret? certificate, string? keyId)
    {
        if (Import(Lines(pem)) is not { } key)
        {
            return (null, "auth.private_key is no private key in PEM (an RSA key from 2048 bits or an EC key on P-256, without a password)");
        }

        if (certificate is null)
        {
            return (new SigningKey(key, keyId, null, null), null);
        }

        try
        {
            using var read = X509Certificate2.CreateFromPem(Lines(certificate));
            if (!read.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            {
                return (null, "auth.certificate is not that of auth.private_key");
            }

            return (new SigningKey(key, keyId, read.GetCertHash(HashAlgorithmName.SHA1), read.GetCertHash(HashAlgorithmName.SHA256)), null);
        }
        catch (CryptographicException)
        {
            return (null, "auth.certificate is no certificate in PEM");
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (signing)
        {
            return key is RSA rsa
                ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)key).SignData(bytes, HashAlgorithmName.SHA256);
        }
    }

    public override string ToString() => "***";

    // Environments cannot always hold line breaks: \n stands for one.
    private static string Lines(Secret pem) => pem.Value.Contains('\n', StringComparison.Ordinal) ? pem.Value : pem.Value.Replace("\\n", "\n", StringComparison.Ordinal);

    private static AsymmetricAlgorithm? Import(string pem)
    {
        AsymmetricAlgorithm[] kinds = [RSA.Create(), ECDsa.Create()];
        foreach (var kind in kinds)
        {
            try
            {
                kind.ImportFromPem(pem);
                if (CanSign(kind))
                {
                    return kind;
                }
            }
            catch (Exception fault) when (fault is ArgumentException or CryptographicException)
            {
                // Not of this kind.
            }

            kind.Dispose();
        }

        return null;
    }

    private static bool CanSign(AsymmetricAlgorithm key)
    {
        try
        {
            return key is RSA { KeySize: >= 2048 } rsa ? rsa.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Length > 0
                : key is ECDsa { KeySize: 256 } ec && ec.SignData([], HashAlgorithmName.SHA256).Length > 0;
        }
        catch (CryptographicException)
        {
            return false; // a public key
        }
    }
}
