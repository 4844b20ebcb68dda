using Renderer.Model;

namespace Renderer.Profiles.Reading;

/// <summary>People who could not be asked for in time, since the CRM's quota did not allow it: they are asked for when it does, in the order that they
/// came, so that whoever reads them next finds them.</summary>
/// <param name="clock">How long they are worth it.</param>
internal sealed class Later(TimeProvider clock)
{
    /// <summary>About 30 MB for each kind of identifier; who comes beyond it is asked for at the next read.</summary>
    public const int Capacity = 50_000;

    /// <summary>Whoever has not been read again for so long hardly will be while it matters.</summary>
    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(5);

    private readonly Lock sync = new();
    private readonly HashSet<Identifier> known = [];
    private readonly Queue<(Identifier Person, Func<Want?> Make, TimeSpan Until)> queue = new();

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (sync)
            {
                return queue.Count;
            }
        }
    }

    /// <summary>Puts somebody off; false when there are too many.</summary>
    /// <param name="person">Who.</param>
    /// <param name="make">Makes the want when there is room; null when it is no longer wanted.</param>
    public bool Add(Identifier person, Func<Want?> make)
    {
        lock (sync)
        {
            if (known.Count >= Capacity && !known.Contains(person))
            {
                return false;
            }

            if (known.Add(person))
            {
                queue.Enqueue((person, make, clock.GetElapsedTime(0) + Worth));
            }

            return true;
        }
    }

    /// <summary>The next ones who are still wanted.</summary>
    public List<Want> Take(int most)
    {
        var taken = new List<Want>();
        while (taken.Count < most && Next() is { } make)
        {
            if (make() is { } want)
            {
                want.State = WantState.Taken;
                taken.Add(want);
            }
        }

        return taken;
    }

    private Func<Want?>? Next()
    {
        lock (sync)
        {
            while (queue.TryDequeue(out var next))
            {
                known.Remove(next.Person);
                if (clock.GetElapsedTime(0) < next.Until)
                {
                    return next.Make;
                }
            }

            return null;
        }
    }
}
