namespace Renderer.Sandbox.Outbox;

/// <summary>The mails that the ESPs took, oldest first. Beyond half a gigabyte the oldest go.</summary>
internal sealed class MailStore(TimeProvider clock)
{
    private const long MostBytes = 512L << 20;

    private readonly Lock gate = new();
    private readonly Queue<Mail> mails = new();
    private long last;
    private long bytes;
    private long total;

    /// <summary>Told of what came in, outside of the lock.</summary>
    public event Action<IReadOnlyList<Mail>>? Taken;

    /// <summary>Takes what one call sends, all of it or nothing.</summary>
    public void Add(IEnumerable<Mail> sent)
    {
        var now = clock.GetUtcNow();
        var added = new List<Mail>();
        lock (gate)
        {
            foreach (var mail in sent)
            {
                added.Add(mail with { Number = ++last, At = now });
                mails.Enqueue(added[^1]);
                total++;
                bytes += mail.Size;
            }

            while (bytes > MostBytes && mails.Count > 1)
            {
                bytes -= mails.Dequeue().Size;
            }
        }

        Taken?.Invoke(added);
    }

    /// <summary>How many came in since the outbox was last emptied, and those that are still there.</summary>
    public (long Total, Mail[] Mails) All()
    {
        lock (gate)
        {
            return (total, [.. mails]);
        }
    }

    public Mail? Find(long number) => Array.Find(All().Mails, mail => mail.Number == number);

    /// <summary>Empties it; numbers go on.</summary>
    public void Clear()
    {
        lock (gate)
        {
            mails.Clear();
            (bytes, total) = (0, 0);
        }
    }
}
