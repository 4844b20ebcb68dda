namespace Renderer.Model;

/// <summary>Sealing and opaque names, made by Links and handed to the rooms that store things about people.</summary>
public interface ISealing
{
    /// <summary>Encrypts and authenticates under the newest key. The purpose is bound in: opening needs the same one.</summary>
    byte[] Seal(string purpose, ReadOnlySpan<byte> plaintext);

    /// <summary>Opens what any listed key sealed for this purpose; null when it was not, or was changed on the way.</summary>
    byte[]? Open(string purpose, ReadOnlySpan<byte> sealedBytes);

    /// <summary>A name that says nothing of the value and is equal for equal values: 26 characters of a-z and 2-7, under the newest key.</summary>
    string Opaque(string purpose, string value);

    /// <summary>The same under every listed key: what look-ups of long-lived names must try. First what <see cref="Opaque"/> gives, then from the newest key to the oldest.</summary>
    IReadOnlyList<string> OpaqueEach(string purpose, string value);
}
