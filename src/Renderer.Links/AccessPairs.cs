using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Links;

/// <summary>Pairs of access key id and secret for callers that sign, as AWS has them. The secret is derived from the id under a key of the ring, and stored nowhere.</summary>
/// <param name="keys">Whose keys derive; a retired one still does, for the ids that name it.</param>
public sealed class AccessPairs(KeyRing keys)
{
    private const string Prefix = "RNDR";
    private const string Purpose = "access-pair";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789ABCDEF");

    private const int KidDigits = 8;
    private const int NameDigits = 12;

    /// <summary>40 characters of base64, as AWS's secrets have.</summary>
    private const int SecretBytes = 30;

    /// <summary>The pair of a name: the one time that its secret is seen.</summary>
    /// <param name="name">12 lower-case hex digits, by which the pair's holder is found.</param>
    public AccessPair Make(string name)
    {
        var id = $"{Prefix}{keys.ActiveDerivingKey().Kid:X8}{name.ToUpperInvariant()}";
        return TryRead(id, out var read, out var secret) && read == name ? new AccessPair(id, secret) : throw new ArgumentException("A pair's name is 12 lower-case hex digits.", nameof(name));
    }

    /// <summary>Reads an access key id that somebody presents.</summary>
    /// <param name="accessKeyId">What is presented.</param>
    /// <param name="name">The name it bears.</param>
    /// <param name="secret">The secret that belongs to it: whoever signs with it is its holder.</param>
    /// <returns>False when it is none of ours, or its key is no longer there.</returns>
    public bool TryRead(string accessKeyId, out string name, out string secret)
    {
        (name, secret) = (string.Empty, string.Empty);
        if (accessKeyId.Length != Prefix.Length + KidDigits + NameDigits
            || !accessKeyId.StartsWith(Prefix, StringComparison.Ordinal)
            || accessKeyId.AsSpan(Prefix.Length).ContainsAnyExcept(Digits)
            || keys.DerivingKey(uint.Parse(accessKeyId.AsSpan(Prefix.Length, KidDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) is not { } key)
        {
            return false;
        }

        name = accessKeyId[(Prefix.Length + KidDigits)..].ToLowerInvariant();
        secret = Convert.ToBase64String(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Subkey(Purpose), SecretBytes, info: Encoding.ASCII.GetBytes(accessKeyId)));
        return true;
    }
}

/// <summary>An access key id and its secret.</summary>
/// <param name="AccessKeyId">No secret: it stands in every request.</param>
/// <param name="Secret">What requests are signed with.</param>
public sealed record AccessPair(string AccessKeyId, string Secret)
{
    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => AccessKeyId;
}
