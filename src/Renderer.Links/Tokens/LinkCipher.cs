using System.Buffers.Binary;
using System.Text;
using Renderer.Links.Ring;
using Renderer.Model;

namespace Renderer.Links.Tokens;

/// <summary>Seals and opens tokens of one purpose under one key: key id in the clear (4 bytes), nonce (12), ciphertext, tag (16).</summary>
internal sealed class LinkCipher
{
    /// <summary>200 characters of base32.</summary>
    public const int MostBytes = 125;

    public const int KidBytes = sizeof(uint);
    public const int Overhead = KidBytes + Gcm.NonceBytes + Gcm.TagBytes;
    public const int MostPayloadBytes = MostBytes - Overhead;
    private const int Head = KidBytes + Gcm.NonceBytes;

    private readonly uint kid;
    private readonly byte[] key;
    private readonly byte[] associated;

    // What is not in use, one for each processor: making one costs more than sealing with it.
    private readonly Gcm?[] idle = new Gcm?[Environment.ProcessorCount];

    public LinkCipher(RingKey ringKey, LinkPurpose purpose)
    {
        kid = ringKey.Kid;
        var label = $"link/1/{purpose.Label()}";
        key = ringKey.Subkey(label);
        associated = new byte[KidBytes + label.Length];
        BinaryPrimitives.WriteUInt32BigEndian(associated, kid);
        Encoding.ASCII.GetBytes(label, associated.AsSpan(KidBytes));
    }

    /// <returns>The number of bytes of the token.</returns>
    public int Seal(ReadOnlySpan<byte> payload, Span<byte> token)
    {
        var gcm = Rent();
        BinaryPrimitives.WriteUInt32BigEndian(token, kid);
        gcm.Seal(payload, associated, token.Slice(KidBytes, Gcm.NonceBytes), token.Slice(Head, payload.Length), token.Slice(Head + payload.Length, Gcm.TagBytes));
        Return(gcm);
        return Overhead + payload.Length;
    }

    /// <summary>Opens a token of at least <see cref="Overhead"/> bytes, in a time that depends on its length alone.</summary>
    public bool Open(ReadOnlySpan<byte> token, Span<byte> payload)
    {
        var gcm = Rent();
        var opened = gcm.Open(token.Slice(KidBytes, Gcm.NonceBytes), token[Head..^Gcm.TagBytes], token[^Gcm.TagBytes..], associated, payload);
        Return(gcm);
        return opened;
    }

    public static uint KidOf(ReadOnlySpan<byte> token) => BinaryPrimitives.ReadUInt32BigEndian(token);

    private Gcm Rent() => Interlocked.Exchange(ref Place, null) ?? new Gcm(key);

    private void Return(Gcm gcm)
    {
        if (Interlocked.CompareExchange(ref Place, gcm, null) is not null)
        {
            gcm.Dispose();
        }
    }

    private ref Gcm? Place => ref idle[Thread.GetCurrentProcessorId() % idle.Length];
}
