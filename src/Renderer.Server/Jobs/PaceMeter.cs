namespace Renderer.Server.Jobs;

/// <summary>How fast something goes: over the last minute, so that a wait shows and an early rush is forgotten.</summary>
internal sealed class PaceMeter
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock sync = new();
    private readonly Queue<(TimeSpan At, long Done)> heard = new();

    public void Hear(long done, TimeSpan now)
    {
        lock (sync)
        {
            heard.Enqueue((now, done));
            while (heard.Count > 2 && now - heard.Peek().At > Span)
            {
                heard.Dequeue();
            }
        }
    }

    /// <summary>People a second; null before two steps were heard of.</summary>
    public double? PerSecond(TimeSpan now)
    {
        lock (sync)
        {
            if (heard.Count < 2)
            {
                return null;
            }

            var (at, before) = heard.Peek();
            var seconds = (now - at).TotalSeconds;
            return seconds > 0 ? (heard.Last().Done - before) / seconds : null;
        }
    }
}
