using System.Buffers.Binary;
using System.Text;

namespace Renderer.Profiles.Cache;

/// <summary>Reads what <see cref="BinaryWriter"/> wrote; bytes that end early read as nothing, and are not whole.</summary>
internal ref struct EntryReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Nothing was missing so far.</summary>
    public bool IsWhole { get; private set; } = true;

    public byte Byte() => Bytes(1) is [var value] ? value : (byte)0;

    public long Int64() => Bytes(sizeof(long)) is { Length: > 0 } value ? BinaryPrimitives.ReadInt64LittleEndian(value) : 0;

    /// <summary>A length or a count, seven bits a byte.</summary>
    public int Count()
    {
        var value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Byte();
            value |= (next & 0x7F) << shift;
            if (next < 0x80 && value >= 0)
            {
                return value;
            }
        }

        IsWhole = false;
        return 0;
    }

    public string Text() => Encoding.UTF8.GetString(Bytes(Count()));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > rest.Length)
        {
            IsWhole = false;
            return rest = [];
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
