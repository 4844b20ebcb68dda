namespace Renderer.Ledger;

/// <summary>After a failure nobody asks for a while: 50 ms, doubled by each further failure, at most 500 ms. Then one asks, and the rest follow if it went well.</summary>
internal sealed class Pause(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private TimeSpan length;
    private long since;
    private bool probing;

    /// <summary>Whether to ask now. Whoever was told yes says how it went.</summary>
    public bool MayAsk()
    {
        lock (gate)
        {
            if (length == TimeSpan.Zero)
            {
                return true;
            }

            if (probing || clock.GetElapsedTime(since) < length)
            {
                return false;
            }

            return probing = true;
        }
    }

    public void Succeeded()
    {
        lock (gate)
        {
            (length, probing) = (TimeSpan.Zero, false);
        }
    }

    /// <summary>Whoever asked went away before there was an answer.</summary>
    public void Abandoned()
    {
        lock (gate)
        {
            probing = false;
        }
    }

    public void Failed()
    {
        lock (gate)
        {
            // Many may fail at once of one cause: that is one failure.
            if (length == TimeSpan.Zero || probing)
            {
                length = length == TimeSpan.Zero ? First : length * 2 < Longest ? length * 2 : Longest;
                since = clock.GetTimestamp();
            }

            probing = false;
        }
    }
}
