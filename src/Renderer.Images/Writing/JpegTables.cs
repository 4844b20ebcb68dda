namespace Renderer.Images.Writing;

/// <summary>The tables of ITU-T T.81, annex K: how finely each frequency is kept, and by which bits values are written.</summary>
internal sealed class JpegTables
{
    public const int Block = 64;

    /// <summary>Where each value stands in a block, from low frequencies to high ones.</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private static ReadOnlySpan<byte> Luma =>
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static ReadOnlySpan<byte> Chroma =>
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>How many codes there are of 1 to 16 bits, then what they stand for.</summary>
    private static readonly byte[][] Specified =
    [
        Convert.FromHexString("00010501010101010100000000000000" + "000102030405060708090A0B"),
        Convert.FromHexString(
            "0002010303020403050504040000017D" + "0102030004110512213141061351610722711432" + "8191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738393A"
            + "434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BA"
            + "C2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA"),
        Convert.FromHexString("00030101010101010101010000000000" + "000102030405060708090A0B"),
        Convert.FromHexString(
            "00020102040403040705040400010277" + "0001020311040521310612415107617113223281" + "08144291A1B1C109233352F0156272D10A162434E125F11718191A262728292A35363738393A"
            + "434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BA"
            + "C2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA"),
    ];

    private static readonly uint[][] Codes = [.. Specified.Select(Number)];

    private readonly byte[][] steps;

    /// <param name="quality">1 to 100.</param>
    public JpegTables(int quality)
    {
        var scale = quality < 50 ? 5_000 / quality : 200 - (2 * quality);
        steps = [Steps(Luma, scale), Steps(Chroma, scale)];
        Shares = [.. steps.Select(table => table.Select(step => 1f / step).ToArray())];
    }

    /// <summary>What each frequency is multiplied by, as it stands in a block: of luma, of chroma.</summary>
    public float[][] Shares { get; }

    /// <summary>Code and bits of each number of bits that a mean has: of luma, of chroma.</summary>
    public static uint[] Means(int table) => Codes[2 * table];

    /// <summary>Code and bits of each run of zeros with the bits of the value behind it: of luma, of chroma.</summary>
    public static uint[] Runs(int table) => Codes[(2 * table) + 1];

    /// <summary>Writes the tables as they stand in a file.</summary>
    public void Write(MemoryStream to)
    {
        to.Write([0xFF, 0xDB, 0, 2 + (2 * (1 + Block))]);
        for (byte table = 0; table < 2; table++)
        {
            to.WriteByte(table);
            foreach (var at in ZigZag)
            {
                to.WriteByte(steps[table][at]);
            }
        }

        for (var table = 0; table < Specified.Length; table++)
        {
            to.Write([0xFF, 0xC4, 0, (byte)(3 + Specified[table].Length), (byte)(((table & 1) << 4) | (table >> 1))]);
            to.Write(Specified[table]);
        }
    }

    private static byte[] Steps(ReadOnlySpan<byte> specified, int scale)
    {
        var made = new byte[Block];
        for (var at = 0; at < Block; at++)
        {
            made[at] = (byte)Math.Clamp(((specified[at] * scale) + 50) / 100, 1, 255);
        }

        return made;
    }

    /// <summary>Codes are numbered from short to long ones; the upper half holds how many bits each has.</summary>
    private static uint[] Number(byte[] specified)
    {
        var codes = new uint[256];
        var (code, at) = (0u, 16);
        for (var bits = 1; bits <= 16; bits++, code <<= 1)
        {
            for (var count = specified[bits - 1]; count > 0; count--, code++)
            {
                codes[specified[at++]] = (uint)bits << 16 | code;
            }
        }

        return codes;
    }
}
