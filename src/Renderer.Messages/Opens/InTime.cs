using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>Does something within a budget; whatever happens, there is an answer, and in time.</summary>
internal static class InTime
{
    /// <summary>The answer, else the fallback.</summary>
    /// <param name="budget">What the caller will wait.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="work">Ends early when the time is up; nobody waits for it then.</param>
    /// <param name="fallback">The answer at once, and why.</param>
    /// <param name="bug">Told of what should not have happened.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public static async ValueTask<T> RunAsync<T>(
        Budget budget,
        TimeProvider clock,
        Func<CancellationToken, ValueTask<T>> work,
        Func<Reason, T> fallback,
        Action<Exception> bug,
        CancellationToken cancellationToken)
    {
        var left = budget.Left;
        if (left <= TimeSpan.Zero)
        {
            return fallback(Reason.Limit);
        }

        using var time = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            var working = work(either.Token);
            return working.IsCompletedSuccessfully ? await working : await working.AsTask().WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return fallback(Reason.Limit);
        }
        catch (Exception failure)
        {
            bug(failure);
            return fallback(Reason.RenderError);
        }
    }
}
