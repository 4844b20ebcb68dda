using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Protection;

public sealed class GateTests
{
    private static readonly ConnectionSettings Settings = new() { Name = "crm", Type = "hubspot", Concurrency = 4 };

    [Fact]
    public async Task A_wait_ends_in_time_and_takes_nothing()
    {
        var gate = Open(Settings with { Concurrency = 1 });
        using var first = await EnterAsync(gate, CrmPurpose.Send);
        var watch = Stopwatch.StartNew();
        Assert.Null(await EnterAsync(gate, CrmPurpose.Send, within: 150));
        Assert.InRange(watch.ElapsedMilliseconds, 100, 150 + 500);
        first!.Dispose();
        using var next = await EnterAsync(gate, CrmPurpose.Send, within: 150);
        Assert.NotNull(next);
        Assert.Equal(1, gate.Running);
    }

    [Fact]
    public async Task Patience_ends_a_wait_before_the_budget_does()
    {
        var gate = Open(Settings with { Concurrency = 1 });
        using var first = await EnterAsync(gate, CrmPurpose.Send);
        var watch = Stopwatch.StartNew();
        Assert.Null(await gate.EnterAsync(new CallTerms(CrmPurpose.Send, TimeSpan.FromMilliseconds(50)), Within(10_000), takesPlace: true, default));
        Assert.InRange(watch.ElapsedMilliseconds, 30, 5000);
    }

    [Fact]
    public async Task Who_would_wait_longer_than_is_of_use_is_told_at_once()
    {
        var gate = Open(Settings with { Rate = new CallRate(1, TimeSpan.FromMinutes(1)) });
        (await EnterAsync(gate, CrmPurpose.Send))!.End();
        var waiting = EnterAsync(gate, CrmPurpose.Send, within: 2000);
        var watch = Stopwatch.StartNew();
        Assert.Null(await EnterAsync(gate, CrmPurpose.Send, within: 10_000));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task The_most_urgent_goes_first_whoever_came_first()
    {
        var gate = Open(Settings with { Concurrency = 1 });
        var held = await EnterAsync(gate, CrmPurpose.Send);
        var prewarm = EnterAsync(gate, CrmPurpose.Prewarm);
        var refresh = EnterAsync(gate, CrmPurpose.Refresh);
        var send = EnterAsync(gate, CrmPurpose.Send);
        held!.End();
        var passed = await send;
        Assert.False(refresh.IsCompleted || prewarm.IsCompleted);
        passed!.End();
        (await refresh)!.End();
        (await prewarm)!.End();
        Assert.Equal(0, gate.Running);
    }

    [Fact]
    public async Task Prewarms_leave_places_and_slots_that_sends_find_at_once()
    {
        var gate = Open(Settings with { Rate = new CallRate(100, TimeSpan.FromMinutes(10)) });
        var prewarms = new List<Pass>();
        while (await EnterAsync(gate, CrmPurpose.Prewarm, within: 100) is { } pass)
        {
            prewarms.Add(pass);
        }

        Assert.Equal(3, prewarms.Count);
        var send = await EnterAsync(gate, CrmPurpose.Send, within: 100);
        Assert.NotNull(send);
        Assert.Equal(4, gate.Running);
    }

    [Fact]
    public async Task A_pass_that_was_not_used_costs_nothing_of_the_rate()
    {
        var gate = Open(Settings with { Rate = new CallRate(2, TimeSpan.FromMinutes(1)), Daily = 10 });
        for (var i = 0; i < 10; i++)
        {
            (await EnterAsync(gate, CrmPurpose.Send, within: 40_000))!.Dispose();
        }

        Assert.Equal(0, gate.Day!.Forecast().Calls);
    }

    [Fact]
    public async Task A_day_that_is_used_up_lets_nobody_through()
    {
        var gate = Open(Settings with { Daily = 2 });
        (await EnterAsync(gate, CrmPurpose.Send))!.End();
        (await EnterAsync(gate, CrmPurpose.Send))!.End();
        Assert.Null(await EnterAsync(gate, CrmPurpose.Send, within: 200));
        Assert.Equal(2, gate.Day!.Forecast().Calls);
    }

    [Fact]
    public async Task Nothing_leaves_while_the_crm_says_that_nothing_is_left()
    {
        var gate = Open(Settings);
        gate.Told.Hear([new CrmQuota(100, 0, TimeSpan.FromSeconds(10), TimeProvider.System.GetUtcNow())]);
        var watch = Stopwatch.StartNew();
        using var pass = await EnterAsync(gate, CrmPurpose.Send, within: 10_000);
        Assert.NotNull(pass);
        Assert.InRange(watch.ElapsedMilliseconds, 400, 5000);
        Assert.Null(await EnterAsync(gate, CrmPurpose.Send, within: 100)); // one that tells, and no more
    }

    [Fact]
    public async Task A_day_that_the_crm_counts_itself_keeps_the_reserve_too()
    {
        var gate = Open(Settings);
        gate.Told.Hear([new CrmQuota(1000, 80, TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow())]);
        Assert.Null(await EnterAsync(gate, CrmPurpose.Refresh, within: 100));
        using var pass = await EnterAsync(gate, CrmPurpose.Send, within: 100);
        Assert.NotNull(pass);
    }

    [Fact]
    public async Task A_crowd_is_let_through_no_more_at_once_than_there_are_places()
    {
        var gate = Open(Settings);
        var (now, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            var pass = await EnterAsync(gate, (CrmPurpose)(i % 3), within: 60_000);
            pass!.TryUse();
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(2);
            Interlocked.Decrement(ref now);
            pass.End();
        })));
        Assert.InRange(most, 2, 4);
        await Eventually.TrueAsync(() => gate.Running == 0);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static Gate Open(ConnectionSettings settings)
    {
        var window = settings is { Rate: null, Daily: null } ? null : new CallWindow(WorkspaceName.Default, settings, null, TimeProvider.System);
        return new Gate(settings, window, new ConnectionWatch(WorkspaceName.Default, "crm", TimeProvider.System, NullLogger.Instance), TimeProvider.System);
    }

    private static Budget Within(int milliseconds) => Budget.Start(TimeProvider.System, TimeSpan.FromMilliseconds(milliseconds));

    private static Task<Pass?> EnterAsync(Gate gate, CrmPurpose purpose, int within = 20_000) =>
        gate.EnterAsync(new CallTerms(purpose), Within(within), takesPlace: true, default).AsTask();
}
