using System.Numerics;
using System.Text;
using Renderer.Links.Ring;
using Renderer.Model;

namespace Renderer.Links.Tokens;

/// <summary>
/// The bytes under the seal: head (layout in the high half; two bits for whom, two for the destination), workspace's tag (6),
/// made-at (4, seconds of 1970), minutes to the end + 1 (varint, 0 for never), template, version (6, with a template), message, slot,
/// decision + 1 (varint), whom (opaque name: 16; person: kind and value), destination without its scheme, to the end.
/// A name is its length and UTF-8, or 0x80 and the 8 bytes of its hash.
/// </summary>
internal static class Payload
{
    public const int Layout = 1;
    public const int WorkspaceBytes = 6;
    public const byte Hashed = 0x80;
    public const int ForNobody = 0, ForOpaque = 1, ForPerson = 2;
    public const int Nowhere = 0, Https = 1, Http = 2;
    public const byte IdKind = 1, EmailKind = 2, OtherKind = 3;
    public const string HttpsPrefix = "https://", HttpPrefix = "http://";

    private const int WhomShift = 2;
    private const int LayoutShift = 4;
    private const int MadeAtBytes = sizeof(uint);
    private const LinkRest Everything = LinkRest.Message | LinkRest.Template | LinkRest.Slot | LinkRest.Destination | LinkRest.Person;

    public static (int Layout, int Whom, int Where) ReadHead(byte head) => (head >> LayoutShift, (head >> WhomShift) & 3, head & 3);

    /// <summary>Writes what fits, leaving out first what is found most easily.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Write(LinkFacts facts, ulong workspace, Span<byte> payload, out LinkRest left)
    {
        left = WhatToLeave(facts);
        var whom = facts.Person is not null && !Has(left, LinkRest.Person) ? ForPerson : facts.Recipient is not null ? ForOpaque : ForNobody;
        var url = Has(left, LinkRest.Destination) ? null : facts.Destination?.ToString();
        var where = url is null ? Nowhere : Scheme(url) == HttpsPrefix ? Https : Http;

        var writer = new PayloadWriter(payload);
        writer.Byte((byte)((Layout << LayoutShift) | (whom << WhomShift) | where));
        writer.Whole(workspace, WorkspaceBytes);
        writer.Whole((uint)Seconds(facts.MadeAt), MadeAtBytes);
        writer.Varint(Minutes(facts));
        writer.Name(facts.Template, Has(left, LinkRest.Template));
        if (!facts.Template.IsNone)
        {
            writer.Whole(facts.Version.Bits, VersionMark.Bytes);
        }

        writer.Name(facts.Message, Has(left, LinkRest.Message));
        writer.Name(facts.Slot, Has(left, LinkRest.Slot));
        writer.Varint((uint)(facts.Decision + 1 ?? 0));
        if (whom == ForOpaque)
        {
            writer.Opaque(facts.Recipient!);
        }
        else if (whom == ForPerson)
        {
            writer.Person(facts.Person!.Value);
        }

        writer.Ascii(url is null ? default : url.AsSpan(Scheme(url).Length));
        return writer.Length;
    }

    // The flags are in the order of what is missed least, so counting up tries the smaller losses first.
    private static LinkRest WhatToLeave(LinkFacts facts)
    {
        var names = (Template: new NameSize(facts.Template), Message: new NameSize(facts.Message), Slot: new NameSize(facts.Slot));
        var always = 1 + WorkspaceBytes + MadeAtBytes + Varint(Minutes(facts)) + Varint((uint)(facts.Decision + 1 ?? 0))
            + (facts.Template.IsNone ? 0 : VersionMark.Bytes);
        var opaque = facts.Recipient is null ? 0 : OpaqueName.Bytes;
        var person = facts.Person is { } someone ? PersonSize(someone) : opaque;
        var url = facts.Destination?.ToString() is { } destination ? destination.Length - Scheme(destination).Length : 0;
        var possible = (names.Template.Saved > 0 ? LinkRest.Template : 0) | (names.Message.Saved > 0 ? LinkRest.Message : 0)
            | (names.Slot.Saved > 0 ? LinkRest.Slot : 0) | (url > 0 ? LinkRest.Destination : 0)
            | (facts.Person is not null && facts.Recipient is not null ? LinkRest.Person : 0);
        for (var left = LinkRest.None; left <= Everything; left++)
        {
            var size = always
                + names.Template.Of(Has(left, LinkRest.Template)) + names.Message.Of(Has(left, LinkRest.Message)) + names.Slot.Of(Has(left, LinkRest.Slot))
                + (Has(left, LinkRest.Person) ? opaque : person) + (Has(left, LinkRest.Destination) ? 0 : url);
            if ((left & ~possible) == 0 && size <= LinkCipher.MostPayloadBytes)
            {
                return left;
            }
        }

        throw new ArgumentException("A link needs an opaque name beside a person who does not fit.", nameof(facts));
    }

    // HasFlag allocates where it is not optimised, and what a link allocates is promised.
    private static bool Has(LinkRest left, LinkRest one) => (left & one) != 0;

    private static string Scheme(string url) => url.StartsWith(HttpsPrefix, StringComparison.Ordinal) ? HttpsPrefix : HttpPrefix;

    private static int PersonSize(Identifier person) =>
        1 + (person.Kind is Identifier.IdKind or Identifier.EmailKind ? 0 : 1 + Encoding.UTF8.GetByteCount(person.Kind))
        + 1 + Encoding.UTF8.GetByteCount(person.Value);

    // Counted from the made-at that is written, which is what they are added to again.
    private static uint Minutes(LinkFacts facts) =>
        facts.End is not { } end ? 0 : (uint)Math.Clamp(((end.Micros - (Seconds(facts.MadeAt) * TimeSpan.MicrosecondsPerSecond) + TimeSpan.MicrosecondsPerMinute - 1) / TimeSpan.MicrosecondsPerMinute) + 1, 1, uint.MaxValue);

    private static long Seconds(Instant at) => Math.Clamp(at.Micros / TimeSpan.MicrosecondsPerSecond, 0, uint.MaxValue);

    private static int Varint(uint value) => (Math.Max(1, 32 - BitOperations.LeadingZeroCount(value)) + 6) / 7;

    /// <summary>The bytes of a name in full, and what its hash would save.</summary>
    private readonly struct NameSize
    {
        private readonly int whole;

        public NameSize(LinkName name)
        {
            var text = name.Text is { } full ? Encoding.UTF8.GetByteCount(full) : name.IsNone ? 0 : LinkName.HashBytes;

            // A length of one byte ends at 127.
            whole = 1 + text;
            Saved = Math.Max(0, text - LinkName.HashBytes);
        }

        public int Saved { get; }

        public int Of(bool hashed) => hashed ? whole - Saved : whole;
    }
}
