using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Claims that wait to be written, oldest first, within a bound of memory: beyond it the oldest go.</summary>
internal sealed class PendingClaims(int mostBytes)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Workspace, string Key), LinkedListNode<PendingClaim>> byKey = [];
    private readonly LinkedList<PendingClaim> oldestFirst = [];
    private int bytes;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return byKey.Count;
            }
        }
    }

    /// <summary>The value that holds the key: the given one, or that of whoever came first.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="dropped">How many older claims had to go.</param>
    public byte[] Add(PendingClaim claim, out int dropped)
    {
        lock (gate)
        {
            dropped = 0;
            if (byKey.TryGetValue((claim.Workspace, claim.Key), out var first))
            {
                return first.Value.Value;
            }

            byKey.Add((claim.Workspace, claim.Key), oldestFirst.AddLast(claim));
            bytes += claim.Bytes;
            for (; bytes > mostBytes && oldestFirst.Count > 1; dropped++)
            {
                Drop(oldestFirst.First!);
            }

            return claim.Value;
        }
    }

    public byte[]? Find(string workspace, IReadOnlyList<string> keys)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                if (byKey.TryGetValue((workspace, key), out var node))
                {
                    return node.Value.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The keys of all.</summary>
    public IReadOnlyList<string> Keys()
    {
        lock (gate)
        {
            return [.. byKey.Keys.Select(key => key.Key)];
        }
    }

    /// <summary>The oldest ones; they stay, and answer, until they are removed.</summary>
    public IReadOnlyList<PendingClaim> Oldest(int count)
    {
        lock (gate)
        {
            return [.. oldestFirst.Take(count)];
        }
    }

    public void Remove(IEnumerable<PendingClaim> claims)
    {
        lock (gate)
        {
            foreach (var claim in claims)
            {
                // Not one that was claimed anew meanwhile.
                if (byKey.TryGetValue((claim.Workspace, claim.Key), out var node) && ReferenceEquals(node.Value, claim))
                {
                    Drop(node);
                }
            }
        }
    }

    /// <summary>How many of these people's there were.</summary>
    public int Forget(WorkspaceName workspace, IReadOnlyCollection<string> people)
    {
        lock (gate)
        {
            var name = workspace.ToString();
            var theirs = oldestFirst.Where(claim => claim.Workspace == name && (people.Contains(claim.Person) || claim.Aliases.Any(people.Contains))).ToList();
            theirs.ForEach(claim => Drop(byKey[(claim.Workspace, claim.Key)]));
            return theirs.Count;
        }
    }

    private void Drop(LinkedListNode<PendingClaim> node)
    {
        oldestFirst.Remove(node);
        byKey.Remove((node.Value.Workspace, node.Value.Key));
        bytes -= node.Value.Bytes;
    }
}
