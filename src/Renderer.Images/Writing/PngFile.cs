using System.Buffers.Binary;

namespace Renderer.Images.Writing;

/// <summary>A PNG file, chunk by chunk.</summary>
#pragma warning disable CA1001 // A stream in memory holds nothing to be freed.
internal sealed class PngFile
#pragma warning restore CA1001
{
    /// <summary>Kinds of colours.</summary>
    public const byte Rgb = 2, Indexed = 3, Rgba = 6;

    private readonly MemoryStream to = new(64 << 10);

    public PngFile(int width, int height, byte kind, byte bits = 8)
    {
        to.Write([137, 80, 78, 71, 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (bits, kind);
        header[10..].Clear();
        Add("IHDR"u8, header);
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        to.Write(number);
        to.Write(name);
        to.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc.Of(name, data));
        to.Write(number);
    }

    public byte[] End(ReadOnlySpan<byte> data)
    {
        Add("IDAT"u8, data);
        Add("IEND"u8, default);
        return to.ToArray();
    }
}
