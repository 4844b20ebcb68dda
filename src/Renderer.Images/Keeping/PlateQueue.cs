namespace Renderer.Images.Keeping;

/// <summary>Does work that no picture waits for, one piece after the other. What goes wrong there leaves pictures as they were.</summary>
internal sealed class PlateQueue
{
    private const int Most = 64;

    private readonly Lock gate = new();
    private readonly Queue<Action> waiting = [];
    private bool busy;

    /// <summary>False where too much waits.</summary>
    public bool TryAdd(Action work)
    {
        lock (gate)
        {
            if (waiting.Count == Most)
            {
                return false;
            }

            waiting.Enqueue(work);
            if (!busy)
            {
                busy = ThreadPool.UnsafeQueueUserWorkItem(_ => DoAll(), null);
            }

            return true;
        }
    }

    private void DoAll()
    {
        while (Next() is { } work)
        {
            try
            {
                work();
            }
            catch (Exception)
            {
                // Nobody waits who could be told, and on a thread of the pool it would end the process: memory may be short.
            }
        }
    }

    private Action? Next()
    {
        lock (gate)
        {
            busy = waiting.TryDequeue(out var work);
            return work;
        }
    }
}
