using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Rests after the CRM refused a read, so that a revoked token or a wrong address is no storm. Each rest ends with one more try.</summary>
internal sealed class Refusals(Pause pause, ConnectionWatch watch)
{
    private static readonly TimeSpan RestFor = TimeSpan.FromMilliseconds(400);

    /// <summary>A 400 may be about the person that was asked for; so many in a row are not.</summary>
    private const int InARow = 20;

    private int inARow;

    /// <summary>Hears how a read was answered, and what that means.</summary>
    public void Hear(int status, Reason reason)
    {
        if (status is 300 or 408 or 429 or >= 500) // 300: two people, and no fault of anybody
        {
            return;
        }

        if (reason is Reason.None or Reason.ProfileMissing)
        {
            Volatile.Write(ref inARow, 0);
            return;
        }

        watch.Refused(status);
        if (status is 401 or 403 or 404 || Interlocked.Increment(ref inARow) >= InARow)
        {
            pause.For(RestFor, reason);
        }
    }
}
