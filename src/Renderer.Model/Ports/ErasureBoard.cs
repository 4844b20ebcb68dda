using System.Collections.Concurrent;

namespace Renderer.Model;

/// <summary>Who was erased and when, in this node's memory: the ledger fills it, Profiles asks it before it returns anything stored.</summary>
/// <param name="opaque">All opaque names of a person in a workspace, one for each listed key.</param>
public sealed class ErasureBoard(Func<WorkspaceName, Identifier, IReadOnlyList<string>> opaque)
{
    /// <summary>How long after an erasure nothing of that person is stored, where nothing else is said: 30 days (the contract's <c>erasure_hold</c>).</summary>
    public static readonly TimeSpan DefaultHold = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<(string Workspace, string Person), Instant> erased = new();
    private long knownUntil;

    /// <summary>All erasures made before this instant of the node's own clock are on the board; <see cref="Instant.Never"/> until the ledger was read once.</summary>
    public Instant KnownUntil => new(Volatile.Read(ref knownUntil));

    /// <summary>Puts an erasure on the board; a later one of the same person wins.</summary>
    public void Add(WorkspaceName workspace, string person, Instant at) =>
        erased.AddOrUpdate((workspace.ToString(), person), at, (_, old) => Instant.Later(old, at));

    /// <summary>Says up to when the board is complete.</summary>
    public void Know(Instant until) => Volatile.Write(ref knownUntil, until.Micros);

    /// <summary>Whether nothing may be stored of a person: erased under one of these identifiers within the hold, or nobody can tell yet.</summary>
    public bool Holds(WorkspaceName workspace, IEnumerable<Identifier> person, DateTimeOffset now) =>
        KnownUntil == Instant.Never
        || (!erased.IsEmpty && person.Any(name => ErasedAt(workspace, name) is { } at && at + DefaultHold > Instant.From(now)));

    /// <summary>When this person was last erased; null when never.</summary>
    public Instant? ErasedAt(WorkspaceName workspace, Identifier person)
    {
        if (erased.IsEmpty)
        {
            return null;
        }

        Instant? latest = null;
        foreach (var name in opaque(workspace, person))
        {
            if (ErasedAt(workspace, name) is { } at && (latest is null || at > latest))
            {
                latest = at;
            }
        }

        return latest;
    }

    /// <summary>The same by one opaque name, as a link bears it.</summary>
    public Instant? ErasedAt(WorkspaceName workspace, string person) =>
        erased.TryGetValue((workspace.ToString(), person), out var at) ? at : null;
}
