using System.Buffers.Binary;
using Renderer.Model;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace Renderer.Profiles.Cache;

/// <summary>
/// FusionCache's serializer: what goes to Redis is sealed under keys that Redis does not have.
/// What cannot be opened or read (another version, another key, a flipped bit) is a miss, never an error.
/// </summary>
internal sealed class SealedSerializer(ISealing sealing, EntryFormat format) : IFusionCacheSerializer
{
    private const string Purpose = "profile";
    private const byte Version = 1;
    private const int Stamps = 2 * sizeof(long);

    public byte[] Serialize<T>(T? obj)
    {
        if (obj is not FusionCacheDistributedEntry<Entry> stored)
        {
            throw new NotSupportedException("Only profiles are stored here.");
        }

        var entry = format.Write(stored.Value);
        var plain = new byte[Stamps + entry.Length];
        BinaryPrimitives.WriteInt64LittleEndian(plain, stored.Timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(plain.AsSpan(sizeof(long)), stored.LogicalExpirationTimestamp);
        entry.CopyTo(plain, Stamps);
        return [Version, .. sealing.Seal(Purpose, plain)];
    }

    public T? Deserialize<T>(byte[] data) =>
        Read(data) is T stored ? stored : default;

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));

    /// <summary>The profile alone; null when it cannot be opened or read.</summary>
    public Entry? Open(byte[] data) => Plain(data) is { } plain ? format.Read(plain.AsSpan(Stamps)) : null;

    private FusionCacheDistributedEntry<Entry>? Read(byte[] data)
    {
        if (Plain(data) is not { } plain || format.Read(plain.AsSpan(Stamps)) is not { } entry)
        {
            return null;
        }

        return new(
            entry,
            BinaryPrimitives.ReadInt64LittleEndian(plain),
            BinaryPrimitives.ReadInt64LittleEndian(plain.AsSpan(sizeof(long))),
            null,
            new FusionCacheEntryMetadata(false, null, null, null, entry.Size, null));
    }

    private byte[]? Plain(byte[] data) =>
        data.Length > 1 && data[0] == Version && sealing.Open(Purpose, data.AsSpan(1)) is { Length: > Stamps } plain ? plain : null;
}
