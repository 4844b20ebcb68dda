using System.Collections.Concurrent;
using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>
/// The marks of one workspace in this node's memory, so that a stored profile is judged without asking Redis.
/// Readers look at marks first and at <see cref="State"/> after; writers raise the state first: so a mark that was dropped is never taken for none.
/// </summary>
internal sealed class MarkBoard
{
    /// <summary>After this long without a beat, changes may have been missed.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>Names remembered, about 200 bytes each; fewer where some have many attributes marked (<see cref="PersonMarks.Weight"/>).</summary>
    public const int Capacity = 100_000;

    private readonly ConcurrentDictionary<string, PersonMarks> marks = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();
    private readonly Lock gate = new();
    private readonly bool local;
    private readonly int capacity;
    private volatile BoardState state;
    private long verified;
    private long held;
    private volatile bool down;
    private Instant last;

    /// <param name="local">True: there is no Redis, and every mark is made here.</param>
    /// <param name="capacity">Names remembered.</param>
    public MarkBoard(bool local, int capacity)
    {
        this.local = local;
        this.capacity = capacity;
        state = new(local ? 1UL : 0, 1, 0, Instant.Never, Instant.Never);
    }

    /// <summary>Names under which somebody was deleted or erased, as the marks arrive.</summary>
    public event Action<IReadOnlyList<string>>? Gone;

    /// <summary>Marks were put on the board, stamped with this instant; heard once or more for each.</summary>
    public event Action<Instant>? Marked;

    public BoardState State => state;

    /// <summary>The marks under a name; null when none are known.</summary>
    public PersonMarks? Find(string name) => marks.GetValueOrDefault(name);

    /// <summary>Whether every mark arrives here as of now, and can be compared with what this node stamps.</summary>
    public bool Connected(SharedClock clock) => clock.Matched && Connected(clock.Now);

    /// <summary>The life of the marks that is followed; 0 while instants of this node and of the marks cannot be compared.</summary>
    public ulong Life(bool matched) => matched ? state.Generation : 0;

    /// <summary>Whether every mark arrives here as of now.</summary>
    internal bool Connected(Instant now) => local || (!down && verified != 0 && now - new Instant(Volatile.Read(ref verified)) <= Silence);

    /// <summary>The connection broke: changes may be missed from now on.</summary>
    public void Lose() => down = true;

    /// <summary>Redis' clock went back: nothing stamped before can be compared with what comes.</summary>
    public void Distrust(Instant until)
    {
        lock (gate)
        {
            Raise(state with { Horizon = Instant.Later(state.Horizon, until) }, "clock");
        }
    }

    /// <summary>Takes a message in the order of its arrival.</summary>
    public void Receive(MarkMessage message, Instant now)
    {
        lock (gate)
        {
            var old = state;
            var expected = message.IsBeat ? old.Epoch : old.Epoch + 1;

            // Nothing was missed in a silence that ends in the same life with the expected number; where Redis cannot
            // say that it is the same life (INFO is refused), silence and breaks count as misses.
            var unproven = message.Unproven && (down || (verified != 0 && now - new Instant(verified) > Silence));
            if (old.Generation == 0)
            {
                // What was read before anything was heard is no longer whole: what was marked in between was missed.
                state = old with { Generation = message.Generation, Term = old.Term + 1, Epoch = message.Epoch, CompleteSince = message.At };
            }
            else if (old.Generation != message.Generation || message.Epoch < old.Epoch)
            {
                Raise(From(message, old), "generation");
            }
            else if (message.Epoch > expected)
            {
                Raise(From(message, old), "gap");
            }
            else if (unproven)
            {
                Raise(From(message, old), "silence");
            }
            else
            {
                state = old with { Epoch = message.Epoch };
            }

            if (message.IsBeat)
            {
                // It proves what it proves as of when it was said: a subscription that lags is none. A beat may be stamped ahead, as marks may.
                Volatile.Write(ref verified, Math.Min(now.Micros, message.At.Micros));
                down = false;
            }
        }

        Apply(message.Marks, message.At);
    }

    /// <summary>Marks made on this node without Redis: stamps them, later than all before.</summary>
    public Instant Make(IReadOnlyList<Mark> made, Instant now)
    {
        Instant at;
        lock (gate)
        {
            at = last = Instant.Later(now, last + TimeSpan.FromMicroseconds(1));
        }

        Apply(made, at);
        return at;
    }

    /// <summary>Puts marks on the board.</summary>
    public void Apply(IReadOnlyList<Mark> made, Instant at)
    {
        List<string>? gone = null;
        foreach (var (name, fields) in made)
        {
            var marked = PersonMarks.Of(fields, at);
            Merge(name, marked);
            if (marked.Gone != Instant.Never)
            {
                (gone ??= []).Add(name);
            }
        }

        if (gone is not null)
        {
            Gone?.Invoke(gone);
        }

        if (made.Count > 0)
        {
            Marked?.Invoke(at);
        }
    }

    /// <summary>Puts all marks of a name, read from Redis in this term, on the board.</summary>
    public void Learn(string name, PersonMarks read, int term) => Merge(name, read with { ReadIn = term });

    private static BoardState From(MarkMessage message, BoardState old) =>
        new(message.Generation, old.Term, message.Epoch, message.At, Instant.Later(message.At, old.Horizon));

    private void Raise(BoardState next, string why)
    {
        state = next with { Term = state.Term + 1 };
        ProfileMeters.Raised(why);
    }

    private void Merge(string name, PersonMarks more)
    {
        while (true)
        {
            if (!marks.TryGetValue(name, out var old))
            {
                if (marks.TryAdd(name, more))
                {
                    order.Enqueue(name);
                    Interlocked.Add(ref held, more.Weight);
                    break;
                }
            }
            else if (old.Merge(more) is var merged && marks.TryUpdate(name, merged, old))
            {
                Interlocked.Add(ref held, merged.Weight - old.Weight);
                break;
            }
        }

        if (Volatile.Read(ref held) > capacity)
        {
            Drop();
        }
    }

    // Drops the oldest names down to nine tenths. With Redis what they said can be read again; without, all
    // that was fetched before must be held as stale.
    private void Drop()
    {
        lock (gate)
        {
            for (var left = order.Count; left > 0 && Volatile.Read(ref held) > capacity * 9L / 10 && order.TryDequeue(out var name); left--)
            {
                if (name == Mark.Everybody)
                {
                    order.Enqueue(name);
                    continue;
                }

                if (!marks.TryGetValue(name, out var dropped))
                {
                    continue;
                }

                var latest = dropped.Latest;
                if (local && latest > state.Horizon)
                {
                    state = state with { Horizon = latest };
                }
                else if (!local && latest > state.CompleteSince)
                {
                    state = state with { CompleteSince = latest + TimeSpan.FromMicroseconds(1), Term = state.Term + 1 };
                }

                if (marks.TryRemove(new(name, dropped)))
                {
                    Interlocked.Add(ref held, -dropped.Weight);
                }
                else
                {
                    order.Enqueue(name);
                }
            }
        }
    }
}
