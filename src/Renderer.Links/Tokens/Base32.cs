using System.Buffers.Binary;

namespace Renderer.Links.Tokens;

/// <summary>RFC 4648 base32 in lower case, without padding: safe in URLs, and through gateways that change a path's case.</summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BlockBytes = 5;
    private const int BlockCharacters = 8;

    /// <summary>Of a character: its five bits, and what it is.</summary>
    private const byte IsLower = 0x20, IsUpper = 0x40, IsForeign = 0x80;

    private static readonly byte[] Values = MakeValues();

    public static int Characters(int bytes) => ((bytes * 8) + 4) / 5;

    public static int Bytes(int characters) => characters * 5 / 8;

    /// <returns>The number of characters.</returns>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var length = Characters(bytes.Length);
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        var at = 0;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[BlockBytes..], at += BlockCharacters)
        {
            Block(BinaryPrimitives.ReadUInt64BigEndian(bytes), text.Slice(at, BlockCharacters));
        }

        for (; bytes.Length > 0; bytes = bytes[Math.Min(BlockBytes, bytes.Length)..], at += BlockCharacters)
        {
            eight.Clear();
            bytes[..Math.Min(BlockBytes, bytes.Length)].CopyTo(eight);
            Block(BinaryPrimitives.ReadUInt64BigEndian(eight), text[at..Math.Min(length, at + BlockCharacters)]);
        }

        return length;
    }

    /// <summary>Reads a text in one case, all lower or all upper; takes the same time whatever stands in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">Room for <see cref="Bytes"/> of its length.</param>
    /// <returns>Whether it is the one text of these bytes.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var (seen, bits, held, at) = (0, 0ul, 0, 0);
        foreach (var character in text)
        {
            // Beyond ASCII all are foreign.
            var value = Values[Math.Min((int)character, Values.Length - 1)];
            seen |= value;
            bits = (bits << 5) | (value & 0x1fu);
            held += 5;
            if (held >= 8)
            {
                held -= 8;
                bytes[at++] = (byte)(bits >> held);
            }
        }

        var whole = Characters(at) == text.Length;
        var spare = bits & ((1ul << held) - 1);
        return whole & spare == 0 & (seen & IsForeign) == 0 & (seen & (IsLower | IsUpper)) != (IsLower | IsUpper);
    }

    private static void Block(ulong bits, Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[(int)(bits >> 59)];
            bits <<= 5;
        }
    }

    private static byte[] MakeValues()
    {
        var values = new byte[129];
        Array.Fill(values, IsForeign);
        for (var value = 0; value < Alphabet.Length; value++)
        {
            var character = Alphabet[value];
            var letter = char.IsLower(character);
            values[char.ToUpperInvariant(character)] = (byte)(value | (letter ? IsUpper : 0));
            values[character] = (byte)(value | (letter ? IsLower : 0));
        }

        return values;
    }
}
