using System.Text;
using Renderer.Links.Ring;
using Renderer.Model;

namespace Renderer.Links.Tokens;

/// <summary>Reads a payload that was under our seal. What it cannot read was written by a later layout, and is not ours yet.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> rest = payload;

    /// <summary>Whether everything could be read so far.</summary>
    public bool Good { get; private set; } = true;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ulong Whole(int bytes)
    {
        var value = 0ul;
        foreach (var one in Take(bytes))
        {
            value = (value << 8) | one;
        }

        return value;
    }

    public uint Varint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var one = Byte();
            value |= (ulong)(one & 0x7f) << shift;
            if (one <= 0x7f)
            {
                Good &= value <= uint.MaxValue;
                return (uint)value;
            }
        }

        Good = false;
        return 0;
    }

    public LinkName Name()
    {
        var length = Byte();
        return length switch
        {
            0 => default,
            Payload.Hashed => LinkName.OfHash(Whole(LinkName.HashBytes)),
            _ => LinkName.OfText(Text(length)),
        };
    }

    public string Opaque()
    {
        Span<char> text = stackalloc char[OpaqueName.Characters];
        Base32.Encode(Take(OpaqueName.Bytes), text);
        return new string(text);
    }

    public Identifier Person() => Byte() switch
    {
        Payload.IdKind => Identifier.Id(Text(Byte())),
        Payload.EmailKind => Identifier.Email(Text(Byte())),
        _ => new Identifier(Text(Byte()), Text(Byte())),
    };

    /// <summary>The URL that is the rest; its scheme can be none but these two.</summary>
    public Destination Destination(int where)
    {
        var scheme = where == Payload.Https ? Payload.HttpsPrefix : Payload.HttpPrefix;
        Span<char> url = stackalloc char[scheme.Length + rest.Length];
        scheme.CopyTo(url);
        Encoding.ASCII.GetChars(rest, url[scheme.Length..]);
        rest = default;
        return Model.Destination.OfChecked(new string(url));
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
        {
            Good = false;
            return default;
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
