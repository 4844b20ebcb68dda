using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Keeps calls of one kind apart in time, where a CRM allows only so many a second.</summary>
/// <param name="apart">From one to the next.</param>
/// <param name="clock">Measures it.</param>
internal sealed class Pace(TimeSpan apart, TimeProvider clock)
{
    private readonly Lock gate = new();
    private TimeSpan next = TimeSpan.Zero;

    /// <summary>Waits for this call's turn. False: the turn comes after the budget, and was not taken.</summary>
    public async ValueTask<bool> TakeAsync(Budget budget, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = clock.GetElapsedTime(0);
            wait = next > now ? next - now : TimeSpan.Zero;
            if (wait > budget.Left)
            {
                return false;
            }

            next = now + wait + apart;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }

        return true;
    }
}
