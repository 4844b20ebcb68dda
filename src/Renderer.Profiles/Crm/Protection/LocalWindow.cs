using System.Globalization;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>
/// A rate as a window that never holds more calls than the CRM allows, whenever within its call the CRM counts it: a slot is taken before a
/// request leaves and is free again one span after its answer came. Half of the slots leave at once, the rest evenly, so that nobody who
/// comes later finds the window used up for a whole span.
/// </summary>
/// <param name="rate">What is allowed.</param>
internal sealed class LocalWindow(CallRate rate)
{
    private readonly Lock gate = new();
    private readonly Queue<TimeSpan> ended = new(); // when each slot of an ended call is free again, in order
    private TimeSpan last = TimeSpan.MinValue;
    private int running;
    private long taken;

    /// <summary>Takes a slot, or says when to ask again.</summary>
    /// <param name="purpose">For what: the less urgent leave some to the others.</param>
    /// <param name="share">Of how many nodes this is one.</param>
    /// <param name="now">This node's time.</param>
    public Slot Take(CrmPurpose purpose, int share, TimeSpan now)
    {
        lock (gate)
        {
            while (ended.Count > 0 && ended.Peek() <= now)
            {
                ended.Dequeue();
            }

            var all = Math.Max(1, rate.Calls / share);
            var used = running + ended.Count;
            if (used >= purpose.MayUse(all))
            {
                return new(null, ended.Count > 0 ? ended.Peek() - now : rate.Apart);
            }

            if (used * 2 >= all && last != TimeSpan.MinValue && now - last < rate.Apart)
            {
                return new(null, last + rate.Apart - now);
            }

            last = now;
            running++;
            return new((++taken).ToString(CultureInfo.InvariantCulture), TimeSpan.Zero);
        }
    }

    /// <summary>Takes a slot that another count has granted already.</summary>
    public void Note()
    {
        lock (gate)
        {
            running++;
        }
    }

    /// <summary>A call has ended, or never left.</summary>
    public void Leave(bool used, TimeSpan now)
    {
        lock (gate)
        {
            running--;
            if (used)
            {
                ended.Enqueue(now + rate.Per);
            }
        }
    }

    /// <summary>Slots that count now.</summary>
    public int Used(TimeSpan now)
    {
        lock (gate)
        {
            return running + ended.Count(free => free > now);
        }
    }
}
