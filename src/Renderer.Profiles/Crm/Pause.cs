using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Until when nothing is sent to the CRM, and why: it asked us to stay away, or refuses us.</summary>
internal sealed class Pause(TimeProvider clock)
{
    private volatile Stay stay = new(TimeSpan.MinValue, Reason.None);

    /// <summary>What is answered instead of being sent; null when anything may be sent now.</summary>
    public Reason? Why => stay is var known && clock.GetElapsedTime(0) < known.Until ? known.Why : null;

    /// <summary>Stays away for this long from now; an earlier, longer pause holds.</summary>
    public void For(TimeSpan wait, Reason why)
    {
        var asked = new Stay(clock.GetElapsedTime(0) + wait, why);
        var known = stay;
        while (asked.Until > known.Until)
        {
            var seen = Interlocked.CompareExchange(ref stay, asked, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    private sealed record Stay(TimeSpan Until, Reason Why);
}
