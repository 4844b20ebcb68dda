using System.Globalization;
using System.Security.Cryptography;
using Renderer.Model;
using Renderer.Profiles.Cache;
using StackExchange.Redis;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>The calls that a connection may still make: counted in Redis for all nodes, and by this node alone, for its share, while Redis
/// cannot be asked.</summary>
internal sealed class CallWindow
{
    // So much beyond an attempt's own limit may a call take before its slot counts as forgotten by a node that died.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly CallRate? rate;
    private readonly LocalWindow? local;
    private readonly RedisLink? link;
    private readonly TimeProvider clock;
    private readonly TimeSpan lease;
    private readonly string prefix;
    private readonly string node = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private TimeSpan aloneUntil = TimeSpan.MinValue;
    private long taken;
    private int nodes = 1;

    /// <summary>Counts from here on.</summary>
    /// <param name="workspace">Whose connection.</param>
    /// <param name="settings">What it may.</param>
    /// <param name="link">Redis; null: this node alone.</param>
    /// <param name="clock">For windows and days.</param>
    public CallWindow(WorkspaceName workspace, ConnectionSettings settings, RedisLink? link, TimeProvider clock)
    {
        (rate, this.link, this.clock) = (settings.Rate, link is { Configured: true } ? link : null, clock);
        local = rate is { } allowed ? new LocalWindow(allowed) : null;
        lease = (rate?.Per ?? TimeSpan.Zero) + settings.AttemptTimeout + Slack;
        prefix = $"r:{{{workspace}}}:q:{settings.Name}:";
        Day = new DayBudget(settings.Daily, clock);
    }

    /// <summary>The day's calls.</summary>
    public DayBudget Day { get; }

    /// <summary>The mean time from one call to the next; zero without a rate.</summary>
    public TimeSpan Apart => rate?.Apart ?? TimeSpan.Zero;

    /// <summary>Calls within the rate's span, as far as this node knows.</summary>
    public int Used => local?.Used(Now) ?? 0;

    private TimeSpan Now => clock.GetElapsedTime(0);

    /// <summary>Takes a slot for one call.</summary>
    public async ValueTask<Slot> TakeAsync(CrmPurpose purpose)
    {
        if (!Day.Allows(purpose))
        {
            return new(null, TimeSpan.FromSeconds(1));
        }

        if (link is { Up: true })
        {
            var name = $"{node}:{Interlocked.Increment(ref taken).ToString(CultureInfo.InvariantCulture)}";
            var (answered, answer) = await link.AskAsync(database => database.ScriptEvaluateAsync(WindowScripts.Take, Keys, Arguments(name, purpose)), RedisLink.Patience);
            if (answered)
            {
                return Hear(name, purpose, (long[])answer!);
            }
        }

        return Alone(purpose);
    }

    /// <summary>The call has ended, or never left.</summary>
    public void Leave(Slot slot, bool used)
    {
        local?.Leave(used, Now);
        if (!used)
        {
            Day.Count(-1);
        }

        if (link is not null && slot.Id!.Contains(':', StringComparison.Ordinal) && (rate is not null || !used))
        {
            RedisValue[] arguments = [slot.Id, Micro(rate?.Per ?? TimeSpan.Zero), used ? "1" : "0"];
            _ = link.AskAsync(database => database.ScriptEvaluateAsync(WindowScripts.Leave, [Keys[0], Keys[4]], arguments), RedisLink.Patience).AsTask();
        }
    }

    private RedisKey[] Keys =>
    [
        prefix + "slots", prefix + "nodes", prefix + "waiting", prefix + "last", prefix + Day.Today.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
    ];

    private static string Micro(TimeSpan time) => ((long)time.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);

    private RedisValue[] Arguments(string name, CrmPurpose purpose) =>
    [
        name,
        rate?.Calls ?? 0,
        Micro(rate?.Per ?? TimeSpan.Zero),
        Micro(lease),
        purpose.MayUse(rate?.Calls ?? 0),
        Micro(Apart),
        purpose == CrmPurpose.Send ? "1" : "0",
        Day.Most is { } most ? purpose.MayUse(most) : -1,
        node,
    ];

    private Slot Hear(string name, CrmPurpose purpose, long[] answer)
    {
        Volatile.Write(ref nodes, Math.Max(1, (int)answer[2]));
        Day.Hear(answer[3]);
        if (answer[0] == 0)
        {
            return new(null, TimeSpan.FromMicroseconds(answer[1]));
        }

        // What this node let through while it was alone is not in Redis: both must agree until that is out of the window.
        if (local is not null && Now < aloneUntil && local.Take(purpose, nodes, Now) is { Id: null } refused)
        {
            local.Note();
            Leave(new(name, TimeSpan.Zero), used: false);
            return refused;
        }

        if (Now >= aloneUntil)
        {
            local?.Note();
        }

        return new(name, TimeSpan.Zero);
    }

    private Slot Alone(CrmPurpose purpose)
    {
        var slot = local?.Take(purpose, Volatile.Read(ref nodes), Now) ?? Slot.Free;
        if (slot.Id is not null)
        {
            aloneUntil = link is null ? aloneUntil : Now + lease;
            Day.Count(1);
        }

        return slot;
    }
}
