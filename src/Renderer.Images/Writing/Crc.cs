namespace Renderer.Images.Writing;

/// <summary>The check sums of PNG.</summary>
internal static class Crc
{
    private static readonly uint[] Table = Make();

    /// <summary>CRC-32 of ISO 3309, eight bytes a step.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Add(Add(~0u, first), second);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        while (bytes.Length >= 8)
        {
            var low = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[0x700 + (low & 255)] ^ table[0x600 + (low >> 8 & 255)] ^ table[0x500 + (low >> 16 & 255)] ^ table[0x400 + (low >> 24)]
                ^ table[0x300 + (high & 255)] ^ table[0x200 + (high >> 8 & 255)] ^ table[0x100 + (high >> 16 & 255)] ^ table[high >> 24];
            bytes = bytes[8..];
        }

        foreach (var one in bytes)
        {
            crc = table[(crc ^ one) & 255] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] Make()
    {
        var table = new uint[8 * 256];
        for (uint at = 0; at < 256; at++)
        {
            var value = at;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[at] = value;
        }

        for (var at = 256; at < table.Length; at++)
        {
            table[at] = table[table[at - 256] & 255] ^ (table[at - 256] >> 8);
        }

        return table;
    }
}
