namespace Renderer.Model;

/// <summary>Keys of one thing's own, made by Links: destroy the key, and whatever it sealed is unreadable, in every copy.</summary>
public interface IOwnKeys
{
    /// <summary>A fresh key, itself sealed: safe to store beside what it seals.</summary>
    byte[] MakeKey();

    /// <summary>Encrypts and authenticates under such a key. The purpose is bound in, and may be as specific as a row's name.</summary>
    /// <returns>Null when the key is not one of ours, or its own seal no longer opens.</returns>
    byte[]? SealUnder(ReadOnlySpan<byte> ownKey, string purpose, ReadOnlySpan<byte> plaintext);

    /// <summary>Opens what <see cref="SealUnder"/> sealed with the same key and purpose; null when it was not, or was changed on the way.</summary>
    byte[]? OpenUnder(ReadOnlySpan<byte> ownKey, string purpose, ReadOnlySpan<byte> sealedBytes);
}
