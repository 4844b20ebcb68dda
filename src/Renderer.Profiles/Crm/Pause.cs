namespace Renderer.Profiles.Crm;

/// <summary>Until when the CRM asked us to stay away.</summary>
internal sealed class Pause(TimeProvider clock)
{
    private long untilTicks;

    /// <summary>Nothing may be sent now.</summary>
    public bool IsOn => clock.GetElapsedTime(0).Ticks < Volatile.Read(ref untilTicks);

    /// <summary>Stays away for this long from now; an earlier, longer pause holds.</summary>
    public void For(TimeSpan wait)
    {
        var asked = (clock.GetElapsedTime(0) + wait).Ticks;
        var known = Volatile.Read(ref untilTicks);
        while (asked > known)
        {
            var seen = Interlocked.CompareExchange(ref untilTicks, asked, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }
}
