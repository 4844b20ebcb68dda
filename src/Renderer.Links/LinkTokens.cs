using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Renderer.Links.Ring;
using Renderer.Links.Tokens;
using Renderer.Model;

namespace Renderer.Links;

/// <summary>Mints the tokens of links and opens them again. Safe for any number of threads.</summary>
public sealed class LinkTokens
{
    /// <summary>The most characters of a token.</summary>
    public const int MaxLength = 200;

    private readonly KeyRing ring;
    private readonly FrozenDictionary<string, ulong> tags;
    private readonly FrozenDictionary<ulong, WorkspaceName> byTag;

    // Stands in for a key that is not listed, so that a token without one costs what any other costs.
    private readonly RingKey decoy = RingKey.Make(KeyFamily.Seal, default);

    /// <summary>Tokens of these workspaces, under the keys of this ring.</summary>
    /// <exception cref="ArgumentException">Two workspaces have names that links cannot tell apart.</exception>
    public LinkTokens(KeyRing ring, IEnumerable<WorkspaceName> workspaces)
    {
        this.ring = ring;
        var named = workspaces.Distinct().Select(workspace => (Name: workspace, Tag: TagOf(workspace))).ToArray();
        if (named.GroupBy(one => one.Tag).FirstOrDefault(group => group.Count() > 1) is { } alike)
        {
            throw new ArgumentException($"The names {string.Join(" and ", alike.Select(one => one.Name))} look alike in links. Rename one of these workspaces.", nameof(workspaces));
        }

        tags = named.ToFrozenDictionary(one => one.Name.ToString(), one => one.Tag);
        byTag = named.ToFrozenDictionary(one => one.Tag, one => one.Name);
    }

    /// <summary>Seals what a link says, under the newest key.</summary>
    public LinkToken Mint(LinkPurpose purpose, LinkFacts facts)
    {
        Span<byte> payload = stackalloc byte[LinkCipher.MostPayloadBytes];
        Span<byte> token = stackalloc byte[LinkCipher.MostBytes];
        Span<char> text = stackalloc char[MaxLength];
        var tag = tags.TryGetValue(facts.Workspace.ToString(), out var known) ? known : TagOf(facts.Workspace);
        var length = Payload.Write(facts, tag, payload, out var left);
        length = ring.ActiveSealingKey().Link(purpose).Seal(payload[..length], token);
        return new LinkToken(new string(text[..Base32.Encode(token[..length], text)]), left);
    }

    /// <summary>
    /// Opens a token. Forged, cut, of another purpose or of a workspace that is not served here: all the same, null, and in the same time.
    /// </summary>
    public LinkFacts? Open(LinkPurpose purpose, ReadOnlySpan<char> token) => Open(purpose, token, only: null);

    /// <summary>Opens a token where only those of one workspace belong.</summary>
    public LinkFacts? Open(LinkPurpose purpose, ReadOnlySpan<char> token, WorkspaceName only) => Open(purpose, token, (WorkspaceName?)only);

    /// <summary>Seals a destination that a token could not carry, for this token alone: what stands in the query as <c>d</c>.</summary>
    public string SealRest(string token, Destination destination) => DestinationRest.Seal(ring, token, destination);

    /// <summary>Opens what <see cref="SealRest"/> sealed for this token; null for all else. A token is opened first: only whoever has a genuine one gets here.</summary>
    public Destination? OpenRest(ReadOnlySpan<char> token, ReadOnlySpan<char> rest) => DestinationRest.Open(ring, token, rest);

    private LinkFacts? Open(LinkPurpose purpose, ReadOnlySpan<char> token, WorkspaceName? only)
    {
        Span<byte> bytes = stackalloc byte[LinkCipher.MostBytes];
        Span<byte> payload = stackalloc byte[LinkCipher.MostPayloadBytes];
        var text = token[..Math.Min(token.Length, MaxLength)];
        var wellFormed = Base32.TryDecode(text, bytes) & token.Length <= MaxLength;

        // What is too short is opened as zeros: nothing here ends before the tag was compared.
        var sealedBytes = bytes[..Math.Max(Base32.Bytes(text.Length), LinkCipher.Overhead)];
        payload = payload[..(sealedBytes.Length - LinkCipher.Overhead)];
        var key = ring.ListedSealingKeyOr(LinkCipher.KidOf(sealedBytes), decoy);
        return key.Link(purpose).Open(sealedBytes, payload) & wellFormed ? Read(payload, only) : null;
    }

    private LinkFacts? Read(ReadOnlySpan<byte> payload, WorkspaceName? only)
    {
        var reader = new PayloadReader(payload);
        var (layout, whom, where) = Payload.ReadHead(reader.Byte());
        if (layout != Payload.Layout || !byTag.TryGetValue(reader.Whole(Payload.WorkspaceBytes), out var workspace) || (only is { } one && one != workspace))
        {
            return null;
        }

        var madeAt = new Instant((long)reader.Whole(sizeof(uint)) * TimeSpan.MicrosecondsPerSecond);
        var minutes = reader.Varint();
        var template = reader.Name();
        var facts = new LinkFacts
        {
            Workspace = workspace,
            MadeAt = madeAt,
            End = minutes == 0 ? null : madeAt + TimeSpan.FromMinutes(minutes - 1),
            Template = template,
            Version = template.IsNone ? default : new VersionMark(reader.Whole(VersionMark.Bytes)),
            Message = reader.Name(),
            Slot = reader.Name(),
            Decision = reader.Varint() is > 0 and var decision ? (int)(decision - 1) : null,
            Recipient = whom == Payload.ForOpaque ? reader.Opaque() : null,
            Person = whom == Payload.ForPerson ? reader.Person() : null,
            Destination = where == Payload.Nowhere ? null : reader.Destination(where),
        };
        return reader.Good ? facts : null;
    }

    /// <summary>48 bits of a hash: of 10,000 workspaces two share them with a chance of 1 in 5 million, and then the server does not start.</summary>
    private static ulong TagOf(WorkspaceName workspace)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"workspace\n{workspace}"), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest) >> (64 - (8 * Payload.WorkspaceBytes));
    }
}
