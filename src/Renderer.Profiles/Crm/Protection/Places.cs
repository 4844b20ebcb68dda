namespace Renderer.Profiles.Crm.Protection;

/// <summary>How many calls may run at once: as many as are configured while the CRM answers as fast as it can, fewer while it slows down,
/// fails or refuses.</summary>
/// <param name="most">As configured.</param>
internal sealed class Places(int most)
{
    /// <summary>A slower answer than the fastest by this much is no sign of overload.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    /// <summary>The answers of one moment tell the same once.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Pulse one = new();
    private readonly Pulse many = new();
    private double limit = most;
    private TimeSpan lowered = TimeSpan.MinValue;

    /// <summary>Calls at once.</summary>
    public int Limit => Math.Max(1, (int)Volatile.Read(ref limit));

    /// <summary>How long a call of this kind takes now; zero while none was answered.</summary>
    public TimeSpan Usual(CrmCallKind kind) => PulseOf(kind).Smooth;

    /// <summary>A call was answered.</summary>
    /// <param name="kind">Which kind: a bulk read takes longer than a single one.</param>
    /// <param name="took">Without any wait of ours.</param>
    /// <param name="running">Calls that ran with it.</param>
    /// <param name="now">When.</param>
    public void Answered(CrmCallKind kind, TimeSpan took, int running, TimeSpan now)
    {
        lock (gate)
        {
            var pulse = PulseOf(kind);
            pulse.Hear(took, now);
            var fine = pulse.Floor * 2 > pulse.Floor + Slack ? pulse.Floor * 2 : pulse.Floor + Slack;
            if (pulse.Smooth > fine)
            {
                Lower(Math.Max(0.7, fine / pulse.Smooth), now);
            }
            else if (running * 2 >= limit)
            {
                // Back quickly through the lower half, then one more for each round of all.
                limit = Math.Min(most, limit + (limit < most / 2.0 ? 0.5 : 1 / limit));
            }
        }
    }

    /// <summary>A call failed in a way that speaks of the CRM's health.</summary>
    public void Failed(TimeSpan now)
    {
        lock (gate)
        {
            Lower(0.8, now);
        }
    }

    /// <summary>The CRM said that it was too much.</summary>
    public void Refused(TimeSpan now)
    {
        lock (gate)
        {
            Lower(0.5, now);
        }
    }

    private Pulse PulseOf(CrmCallKind kind) => kind == CrmCallKind.Many ? many : one;

    private void Lower(double by, TimeSpan now)
    {
        if (lowered == TimeSpan.MinValue || now - lowered >= Between)
        {
            lowered = now;
            limit = Math.Max(1, limit * by);
        }
    }

    /// <summary>The fastest answer of the last while, and the usual one of now.</summary>
    private sealed class Pulse
    {
        /// <summary>A CRM that has become slower for good is measured by its new self after twice that.</summary>
        private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

        private TimeSpan turned = TimeSpan.MinValue;
        private TimeSpan before = TimeSpan.MaxValue;
        private TimeSpan least = TimeSpan.MaxValue;

        public TimeSpan Smooth { get; private set; }

        public TimeSpan Floor => least < before ? least : before;

        public void Hear(TimeSpan took, TimeSpan now)
        {
            if (turned == TimeSpan.MinValue || now - turned >= Turn)
            {
                (turned, before, least) = (now, least, TimeSpan.MaxValue);
            }

            least = took < least ? took : least;
            Smooth = Smooth == TimeSpan.Zero ? took : Smooth + ((took - Smooth) / 8);
        }
    }
}
