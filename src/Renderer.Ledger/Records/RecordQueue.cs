using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Records that wait to be written, in packs, oldest first, within a bound of memory: beyond it the newest are refused.</summary>
internal sealed class RecordQueue(int mostBytes, int packSize)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Pack> ready = new();
    private List<PendingRecord> open = [];
    private long openBytes;
    private long readyBytes;

    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return openBytes + readyBytes;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return open.Count + ready.Sum(pack => pack.Records.Count);
            }
        }
    }

    /// <summary>False when there is no room.</summary>
    public bool Add(PendingRecord record)
    {
        lock (gate)
        {
            if (openBytes + readyBytes + record.Bytes > mostBytes)
            {
                return false;
            }

            open.Add(record);
            openBytes += record.Bytes;
            if (open.Count >= packSize)
            {
                Close();
            }

            return true;
        }
    }

    /// <summary>The oldest pack that nobody has taken; it stays until it is removed. Null when there is none.</summary>
    /// <param name="also">Also one that is on its way, since nobody waits for it any more.</param>
    public Pack? Take(bool also = false)
    {
        lock (gate)
        {
            if (ready.All(pack => pack.InFlight))
            {
                Close();
            }

            if (ready.FirstOrDefault(pack => also || !pack.InFlight) is not { } next)
            {
                return null;
            }

            next.InFlight = true;
            return next;
        }
    }

    /// <summary>It was not written, and waits on.</summary>
    public void Return(Pack pack)
    {
        lock (gate)
        {
            pack.InFlight = false;
        }
    }

    public void Remove(Pack pack)
    {
        lock (gate)
        {
            if (!ready.Remove(pack))
            {
                return;
            }

            readyBytes -= pack.Bytes;
        }

        foreach (var record in pack.Records)
        {
            record.Receipt?.Tick();
        }
    }

    /// <summary>What waits of one person's messages.</summary>
    public IReadOnlyList<PendingRecord> Find(string workspace, IReadOnlyCollection<string> people, IReadOnlyCollection<long> messages)
    {
        lock (gate)
        {
            return [.. ready.SelectMany(pack => pack.Records).Concat(open)
                .Where(record => messages.Contains(record.Message) && record.IsOf(workspace, people))];
        }
    }

    /// <summary>How many of these people's there were.</summary>
    public int Forget(WorkspaceName workspace, IReadOnlyCollection<string> people)
    {
        lock (gate)
        {
            var name = workspace.ToString();
            var gone = open.RemoveAll(record => record.IsOf(name, people)) + ready.Sum(pack => pack.Forget(name, people));
            (openBytes, readyBytes) = (open.Sum(record => (long)record.Bytes), ready.Sum(pack => pack.Bytes));
            return gone;
        }
    }

    private void Close()
    {
        if (open.Count > 0)
        {
            ready.AddLast(Pack.Of(open));
            readyBytes += openBytes;
            (open, openBytes) = ([], 0);
        }
    }
}
