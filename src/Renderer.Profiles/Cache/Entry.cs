using Renderer.Model;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles.Cache;

/// <summary>What is stored under one name of a person: immutable, but for when this node was asked for it last.</summary>
internal sealed class Entry
{
    private Question? asked;
    private long askedAt;

    // Measured (Renderer.Benchmarks memory): the object graph, FusionCache's and MemoryCache's own, and the key.
    private const int Overhead = 430;

    public required EntryKind Kind { get; init; }

    public required WorkspaceName Workspace { get; init; }

    /// <summary>The person's CRM id; empty when there is nobody.</summary>
    public string Id { get; init; } = "";

    /// <summary>Every way to name the person: the id, what the CRM said, and the name that it was asked by.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; } = [];

    /// <summary>The attributes, a JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The values that broke a rule, and stand in <see cref="Json"/> as their defaults.</summary>
    public IReadOnlyList<BadValue> Bad { get; init; } = [];

    /// <summary>The attributes that were asked for.</summary>
    public ReadSet Covers { get; init; } = ReadSet.None;

    /// <summary>When the fetch began, on the shared time line; never later than it truly did.</summary>
    public required Instant Begun { get; init; }

    /// <summary>The life of the marks in which the fetch began; 0 when the node had not seen any yet, or its clock not been matched to Redis': then no other node can use it.</summary>
    public required ulong Generation { get; init; }

    /// <summary>The connection's name.</summary>
    public required string Source { get; init; }

    /// <summary>Stands for the connection and its mapping: another one's values are no use.</summary>
    public required ulong Shape { get; init; }

    /// <summary>All opaque names of all identifiers, those of the id first: where this person's marks are.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The names of the id alone, newest key first; the first is the cache's key.</summary>
    public IReadOnlyList<string> IdNames => [.. Names.Take(Names.Count / Math.Max(Identifiers.Count, 1))];

    /// <summary>Bytes that it takes in memory, about.</summary>
    public long Size => Overhead + Json.Length + (Names.Count * 110) + (Identifiers.Count * 155) + (Bad.Count * 200);

    /// <summary>Notes that somebody asked for it; not stored.</summary>
    /// <param name="question">How.</param>
    /// <param name="at">When: a timestamp.</param>
    public void Ask(Question question, long at)
    {
        Volatile.Write(ref asked, question);
        Volatile.Write(ref askedAt, at);
    }

    /// <summary>How somebody asked for it since then; null when nobody did.</summary>
    public Question? AskedSince(long since) => Volatile.Read(ref askedAt) >= since ? Volatile.Read(ref asked) : null;

    public bool Has(Identifier name) => Identifiers.Contains(name);
}

/// <summary>What an entry says.</summary>
internal enum EntryKind
{
    /// <summary>A person's attributes, under the CRM's id.</summary>
    Person = 1,

    /// <summary>Another name of the person with this id.</summary>
    Alias = 2,

    /// <summary>The CRM knows nobody by this name.</summary>
    Nobody = 3,
}
