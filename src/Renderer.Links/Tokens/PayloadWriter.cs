using System.Text;
using Renderer.Links.Ring;
using Renderer.Model;

namespace Renderer.Links.Tokens;

/// <summary>Writes a payload whose size was counted before.</summary>
internal ref struct PayloadWriter(Span<byte> payload)
{
    private readonly Span<byte> payload = payload;

    public int Length { get; private set; }

    public void Byte(byte value) => payload[Length++] = value;

    /// <summary>The lowest bytes of a number, the highest of them first.</summary>
    public void Whole(ulong value, int bytes)
    {
        for (var shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        {
            Byte((byte)(value >> shift));
        }
    }

    public void Varint(uint value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Name(LinkName name, bool hashed)
    {
        if (name.IsNone)
        {
            Byte(0);
        }
        else if (hashed || name.Text is null)
        {
            Byte(Payload.Hashed);
            Whole(name.Hash, LinkName.HashBytes);
        }
        else
        {
            Text(name.Text);
        }
    }

    public void Opaque(string name)
    {
        if (name.Length != OpaqueName.Characters || !Base32.TryDecode(name, payload.Slice(Length, OpaqueName.Bytes)))
        {
            throw new ArgumentException("A recipient is an opaque name of 26 characters.", nameof(name));
        }

        Length += OpaqueName.Bytes;
    }

    public void Person(Identifier person)
    {
        Byte(person.Kind switch { Identifier.IdKind => Payload.IdKind, Identifier.EmailKind => Payload.EmailKind, _ => Payload.OtherKind });
        if (person.Kind is not (Identifier.IdKind or Identifier.EmailKind))
        {
            Text(person.Kind);
        }

        Text(person.Value);
    }

    public void Ascii(ReadOnlySpan<char> text) => Length += Encoding.ASCII.GetBytes(text, payload[Length..]);

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text, payload[(Length + 1)..]);
        payload[Length] = (byte)bytes;
        Length += 1 + bytes;
    }
}
