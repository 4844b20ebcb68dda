using System.Security.Cryptography;
using System.Text;

namespace Renderer.Ledger;

/// <summary>A key's text: <c>renderer_</c>, by which secret scanners know it, and 256 random bits in lower-case hex.</summary>
internal static class KeyText
{
    private const string Prefix = "renderer_";
    private const int Digits = 64;

    public static string Make() => Prefix + RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>Whether it can be one of ours at all; what cannot costs no look-up.</summary>
    public static bool LooksLikeOne(string text) => text.Length == Prefix.Length + Digits && text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What stands in the hash's place for a key whose holder signs: no text that anybody could show hashes to it.</summary>
    public static string OfSigner(string id) => "signer:" + id;

    /// <summary>What is stored. No salt and no stretching: nobody guesses 256 random bits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
