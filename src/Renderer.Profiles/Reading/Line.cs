using Renderer.Model;

namespace Renderer.Profiles.Reading;

/// <summary>Those of one urgency, in the order that they came.</summary>
internal sealed class Line
{
    private readonly Queue<(Want Want, TimeSpan Came)> queue = new();

    public TaskCompletionSource Full { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsLeaving { get; set; }

    public int Waiting { get; set; }

    public TimeSpan Oldest => queue.TryPeek(out var first) ? first.Came : TimeSpan.Zero;

    public void Add(Want want, TimeSpan now)
    {
        queue.Enqueue((want, now));
        Waiting++;
    }

    public Budget? Longest() => queue.Where(each => each.Want.State == WantState.Waiting)
        .Select(each => (Budget?)each.Want.Budget).MaxBy(budget => budget!.Value.Left);

    public List<Want> Take(int most)
    {
        var taken = new List<Want>();
        while (taken.Count < most && queue.TryDequeue(out var next))
        {
            if (next.Want.State == WantState.Waiting)
            {
                next.Want.State = WantState.Taken;
                Waiting--;
                taken.Add(next.Want);
            }
        }

        return taken;
    }
}
