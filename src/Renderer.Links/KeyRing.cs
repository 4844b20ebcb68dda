using System.Buffers.Binary;
using System.Security.Cryptography;
using Renderer.Links.Ring;
using Renderer.Model;

namespace Renderer.Links;

/// <summary>The keys of a directory that all nodes share, and everything that is sealed or named with them. Safe for any number of threads.</summary>
public sealed class KeyRing : ISealing, IOwnKeys, IDisposable
{
    /// <summary>How long after its making a key starts to seal, so that every node knows it first: 5 s.</summary>
    public static readonly TimeSpan ActiveAfter = TimeSpan.FromSeconds(5);

    /// <summary>How often the directory is read again: well under <see cref="ActiveAfter"/>.</summary>
    internal static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(2);

    /// <summary>A forged key id costs one reading of the directory in this time at most.</summary>
    internal static readonly TimeSpan LeastBetweenReads = TimeSpan.FromMilliseconds(200);

    private const string OwnKeyPurpose = "own-key";
    private const byte RingFormat = 1;
    private const byte OwnFormat = 2;
    private const int RingHead = 1 + sizeof(uint);

    private readonly KeyDirectory directory;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly Lock reading = new();
    private volatile RingSnapshot ring;
    private long lastRead;

    private KeyRing(KeyDirectory directory, TimeProvider clock, RingSnapshot ring)
    {
        (this.directory, this.clock, this.ring) = (directory, clock, ring);
        lastRead = clock.GetTimestamp();
        timer = clock.CreateTimer(_ => Read(), null, ReadEvery, ReadEvery);
    }

    /// <summary>Why the directory could not be read the last time, with what to do; null when it could. The keys read before stay in use.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens the directory of keys.</summary>
    /// <param name="directory">What <c>Renderer__Secrets</c> says.</param>
    /// <param name="clock">Ages keys, and paces the reading of the directory.</param>
    /// <param name="create">Whether fresh keys may be made where a family has none in use.</param>
    /// <exception cref="KeyRingException">The directory has no keys, or a damaged one; the message says what to do.</exception>
    public static KeyRing Open(string directory, TimeProvider clock, bool create)
    {
        var place = new KeyDirectory(Path.GetFullPath(directory));
        var now = clock.GetUtcNow();
        var ring = new RingSnapshot(place.ReadAll());
        if (!ring.CanMakeNewThings(now))
        {
            if (!create)
            {
                throw new KeyRingException(
                    $"{place.Path} (Renderer__Secrets) holds no key in use. Mount the directory of keys that the other nodes use, or allow Renderer to make the first ones.");
            }

            place.Write(Enum.GetValues<KeyFamily>().Where(family => ring.Active(family, now) is null).Select(family => RingKey.Make(family, now)));
            ring = new RingSnapshot(place.ReadAll());
        }

        return new KeyRing(place, clock, ring);
    }

    /// <summary>Adds a new key to both families and retires the older ones: in 5 s, on every node at once.</summary>
    /// <exception cref="KeyRingException">The directory cannot be written.</exception>
    public void Rotate()
    {
        var older = directory.ReadAll();

        // Newer than every other, also where another node's clock is ahead.
        var now = older.Select(key => key.Created.AddTicks(1)).Append(clock.GetUtcNow()).Max();

        // The new ones first: a crash in between leaves two in use, never none.
        directory.Write(Enum.GetValues<KeyFamily>().Select(family => RingKey.Make(family, now)));
        directory.Write(older.Where(key => key.Retired is null).Select(key => key.RetireAt(now + ActiveAfter)));
        Read();
    }

    /// <inheritdoc/>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plaintext)
    {
        var key = Active(KeyFamily.Seal);
        Span<byte> head = stackalloc byte[RingHead];
        head[0] = RingFormat;
        BinaryPrimitives.WriteUInt32BigEndian(head[1..], key.Kid);
        return Aead.Seal(head, key.Subkey(purpose), purpose, plaintext);
    }

    /// <inheritdoc/>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length >= Aead.Overhead(RingHead) && sealedBytes[0] == RingFormat
        && SealingKey(BinaryPrimitives.ReadUInt32BigEndian(sealedBytes[1..])) is { } key
            ? Aead.Open(RingHead, key.Subkey(purpose), purpose, sealedBytes)
            : null;

    /// <inheritdoc/>
    public string Opaque(string purpose, string value) => OpaqueName.Of(Active(KeyFamily.Opaque), purpose, value);

    /// <inheritdoc/>
    public IReadOnlyList<string> OpaqueEach(string purpose, string value) =>
        [.. ring.LookUpOrder(clock.GetUtcNow()).Select(key => OpaqueName.Of(key, purpose, value))];

    /// <inheritdoc/>
    public byte[] MakeKey() => Seal(OwnKeyPurpose, RandomNumberGenerator.GetBytes(RingKey.SecretBytes));

    /// <inheritdoc/>
    public byte[]? SealUnder(ReadOnlySpan<byte> ownKey, string purpose, ReadOnlySpan<byte> plaintext) =>
        Open(OwnKeyPurpose, ownKey) is { } key ? Aead.Seal([OwnFormat], key, purpose, plaintext) : null;

    /// <inheritdoc/>
    public byte[]? OpenUnder(ReadOnlySpan<byte> ownKey, string purpose, ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length >= Aead.Overhead(1) && sealedBytes[0] == OwnFormat && Open(OwnKeyPurpose, ownKey) is { } key
            ? Aead.Open(1, key, purpose, sealedBytes)
            : null;

    /// <summary>Stops reading the directory; what was read stays usable.</summary>
    public void Dispose() => timer.Dispose();

    /// <summary>Says where the keys are, and nothing of them.</summary>
    public override string ToString() => $"keys of {directory.Path}";

    /// <summary>The key that seals new links.</summary>
    internal RingKey ActiveSealingKey() => Active(KeyFamily.Seal);

    /// <summary>
    /// The key that may open a link, else another. The directory is not looked at: links are forged, and a new key seals only when every node has read it.
    /// </summary>
    internal RingKey ListedSealingKeyOr(uint kid, RingKey otherwise) => ring.SealingKeyOr(kid, otherwise);

    /// <summary>The key that derives new secrets: of the family whose retired keys stay for ever.</summary>
    internal RingKey ActiveDerivingKey() => Active(KeyFamily.Opaque);

    /// <summary>The key that derived a secret; null when it is not listed. The directory is not looked at: ids are forged.</summary>
    internal RingKey? DerivingKey(uint kid) => ring.OpaqueKey(kid);

    private RingKey Active(KeyFamily family) =>
        ring.Active(family, clock.GetUtcNow()) ?? throw new KeyRingException($"Every key of {directory.Path} is retired. Rotate, so that there is one to seal with.");

    private RingKey? SealingKey(uint kid)
    {
        var key = ring.SealingKey(kid);
        if (key is null && clock.GetElapsedTime(Volatile.Read(ref lastRead)) >= LeastBetweenReads)
        {
            Read();
            key = ring.SealingKey(kid);
        }

        return key;
    }

    /// <summary>Takes over what the directory holds now; a fault leaves the last good keys in use.</summary>
    private void Read()
    {
        lock (reading)
        {
            Volatile.Write(ref lastRead, clock.GetTimestamp());
            try
            {
                var read = ring.Become(directory.ReadAll());
                Fault = read.CanMakeNewThings(clock.GetUtcNow()) ? null : $"{directory.Path} holds no key in use any more. Put the keys back.";
                ring = Fault is null ? read : ring;
            }
            catch (KeyRingException fault)
            {
                Fault = fault.Message;
            }
        }
    }
}
