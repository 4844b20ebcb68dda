namespace Renderer.Images.Writing;

/// <summary>The check sum of zlib, of stretches that are put together later.</summary>
internal static class Adler
{
    private const uint Modulus = 65_521;

    /// <summary>So many bytes fit before the sums overflow.</summary>
    private const int Step = 5_552;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (1u, 0u);
        while (!bytes.IsEmpty)
        {
            var now = bytes[..Math.Min(Step, bytes.Length)];
            foreach (var one in now)
            {
                a += one;
                b += a;
            }

            (a, b) = (a % Modulus, b % Modulus);
            bytes = bytes[now.Length..];
        }

        return b << 16 | a;
    }

    /// <summary>The sum of two stretches one after the other.</summary>
    public static uint Join(uint first, uint second, int secondLength)
    {
        var (a1, b1, a2, b2) = (first & 0xFFFF, first >> 16, second & 0xFFFF, second >> 16);
        var length = (uint)secondLength % Modulus;
        var a = (a1 + a2 + Modulus - 1) % Modulus;
        var b = (uint)((b1 + b2 + ((ulong)length * (a1 + Modulus - 1))) % Modulus);
        return b << 16 | a;
    }
}
