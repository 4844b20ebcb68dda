using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>Up to which mark each node has heard one workspace's marks, and who waits for it.</summary>
internal sealed class HeardBoard
{
    // Nodes that ended stay listed until so many are known.
    private const int NodesKept = 64;

    // Marks of one time line are asked for out of order by milliseconds; more, and Redis has another clock than before.
    private static readonly TimeSpan Backward = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instant> heard = new(StringComparer.Ordinal);
    private readonly List<Waiting> waiting = [];
    private Instant asked;
    private int subscribers;
    private int absent;

    /// <summary>A node has every mark up to this one.</summary>
    public void Hear(string node, Instant upTo)
    {
        lock (gate)
        {
            if (heard.Count >= NodesKept && !heard.ContainsKey(node))
            {
                heard.Remove(heard.MinBy(pair => pair.Value).Key);
            }

            heard[node] = Instant.Later(upTo, heard.GetValueOrDefault(node));
            for (var i = waiting.Count - 1; i >= 0; i--)
            {
                if (Count(waiting[i].Mark) >= waiting[i].Needed)
                {
                    waiting[i].Done.TrySetResult();
                    waiting.RemoveAt(i);
                }
            }

            // Who was late once, and is back, is waited for again.
            absent = Math.Min(absent, Math.Max(0, subscribers - Count(asked)));
        }
    }

    /// <summary>Ends when so many subscribers have this mark; those that did not answer last time are not waited for.</summary>
    public Task UntilAsync(Instant mark, int subscribers)
    {
        lock (gate)
        {
            if (asked - mark > Backward)
            {
                heard.Clear();
                (asked, absent) = (mark, 0);
            }

            // Who was absent may be the one that left.
            absent = Math.Max(0, absent - Math.Max(0, this.subscribers - subscribers));
            (asked, this.subscribers) = (Instant.Later(asked, mark), subscribers);
            var needed = subscribers - Math.Min(absent, subscribers);
            if (Count(mark) >= needed)
            {
                return Task.CompletedTask;
            }

            var one = new Waiting(mark, needed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            waiting.Add(one);
            return one.Done.Task;
        }
    }

    /// <summary>It has been waited long enough for this mark.</summary>
    public void GiveUp(Instant mark, int subscribers)
    {
        lock (gate)
        {
            waiting.RemoveAll(one => one.Mark == mark);
            absent = Math.Max(0, subscribers - Count(mark));
        }
    }

    private int Count(Instant mark) => heard.Count(pair => pair.Value >= mark);

    private sealed record Waiting(Instant Mark, int Needed, TaskCompletionSource Done);
}
