using System.Diagnostics;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>Single reads that come at the same time become bulk reads.</summary>
public sealed class CoalescingTests
{
    private readonly ScriptedCrm crm = new();

    public CoalescingTests()
    {
        for (var i = 0; i < 2000; i++)
        {
            crm.Put($"p{i}", new { n = i }, $"p{i}@people.example");
        }
    }

    [Fact]
    public async Task Who_comes_alone_leaves_alone_and_at_once()
    {
        await using var node = await Node.StartAsync(crm, settings: Node.Crm with { Coalesce = TimeSpan.FromMilliseconds(50) });
        for (var i = 0; i < 20; i++)
        {
            (await node.ReadAsync($"p{i}")).IsFresh(i);
        }

        Assert.Equal((20, 0), (crm.Reads, crm.Bulks.Count));
    }

    [Fact]
    public async Task Who_comes_while_a_call_is_under_way_waits_a_moment_for_others()
    {
        await using var node = await Node.StartAsync(crm, settings: Node.Crm with { Coalesce = TimeSpan.FromMilliseconds(50) });
        var held = new Held();
        crm.BeforeLook = held.WaitAsync;
        var first = node.ReadAsync("p0");
        await held.Reached;
        crm.BeforeLook = () => Task.Delay(100);
        var others = Enumerable.Range(1, 30).Select(i => node.ReadAsync($"p{i}")).ToArray();
        var mails = Enumerable.Range(31, 20).Select(i => node.ReadAsync(Identifier.Email($"p{i}@people.example"))).ToArray();
        for (var i = 0; i < others.Length; i++)
        {
            (await others[i]).IsFresh(i + 1);
        }

        for (var i = 0; i < mails.Length; i++)
        {
            (await mails[i]).IsFresh(i + 31);
        }

        held.LetGo();
        (await first).IsFresh(0);
        Assert.Equal([19, 30], crm.Bulks.Order()); // the first by e-mail had no call before it
        Assert.Equal(2, crm.Reads);
    }

    [Fact]
    public async Task A_full_bulk_read_waits_for_nobody()
    {
        await using var node = await Node.StartAsync(crm, settings: Node.Crm with { Coalesce = TimeSpan.FromSeconds(20) });
        var held = new Held();
        crm.BeforeLook = held.WaitAsync;
        var first = node.ReadAsync("p0");
        await held.Reached;
        crm.BeforeLook = null;
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => node.ReadAsync($"p{i}")));
        held.LetGo();
        await first;
        Assert.Equal([100], crm.Bulks);
    }

    [Fact]
    public async Task Zero_never_gathers()
    {
        await using var node = await Node.StartAsync(crm, settings: Node.Crm with { Coalesce = TimeSpan.Zero });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.ReadAsync($"p{i}")));
        Assert.Equal((50, 0), (crm.Reads, crm.Bulks.Count));
    }

    [Fact]
    public async Task A_bulk_read_that_fails_fails_each_and_the_next_are_read_again()
    {
        crm.Fails = Reason.CrmError;
        await using var node = await Node.StartAsync(crm);
        var readings = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.ReadAsync($"p{i}")));
        Assert.All(readings, reading => reading.IsUnavailable(Reason.CrmError));
        crm.Fails = null;
        readings = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.ReadAsync($"p{i}")));
        Assert.All(readings, reading => Assert.Equal(ProfileState.Fresh, reading.State));
    }

    [Fact]
    public async Task While_the_rate_lets_nothing_through_who_waits_is_gathered_into_full_bulk_reads()
    {
        await using var node = await GatedCrm.StartAsync(crm, new CallRate(10, TimeSpan.FromSeconds(1)));
        var watch = Stopwatch.StartNew();
        var began = new double[2000];
        var readings = await Task.WhenAll(Enumerable.Range(0, began.Length).Select(i => Task.Run(() =>
        {
            began[i] = watch.Elapsed.TotalSeconds;
            return node.ReadAsync($"p{i}");
        })));
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i].IsFresh(i);
        }

        // The first few leave at once, hardly filled; so do those that the rate lets through while a busy machine has not asked for everybody yet.
        Assert.InRange(crm.Reads + crm.Bulks.Count, 20, 27 + (int)(10 * began.Max()));
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task Who_is_not_let_through_in_time_is_told_so_in_time()
    {
        await using var node = await GatedCrm.StartAsync(crm, new CallRate(1, TimeSpan.FromSeconds(30)));
        (await node.ReadAsync("p0")).IsFresh(0);
        var watch = Stopwatch.StartNew();
        var readings = await Task.WhenAll(Enumerable.Range(1, 50).Select(i => node.ReadAsync($"p{i}", within: 300)));
        Assert.All(readings, reading => reading.IsUnavailable(Reason.CrmLimited));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000); // the rate would have held them for 30 s; the machine may be busy
    }

    [Fact]
    public async Task Who_has_an_old_value_waits_no_longer_than_a_share_of_the_budget()
    {
        await using var node = await GatedCrm.StartAsync(crm, new CallRate(1, TimeSpan.FromSeconds(30)));
        (await node.ReadAsync("p0")).IsFresh(0);
        await node.ExpireAsync("p0");
        var watch = Stopwatch.StartNew();
        (await node.ReadAsync("p0", within: 4000)).IsStale(0, Reason.Changed);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2500);
    }

    [Fact]
    public async Task A_fetch_begins_when_its_call_leaves_and_not_while_it_waits()
    {
        await using var node = await GatedCrm.StartAsync(crm, new CallRate(1, TimeSpan.FromMilliseconds(1500)));
        (await node.ReadAsync("p0")).IsFresh(0);
        var reading = node.ReadAsync("p1");
        await Task.Delay(300);
        crm.Put("p1", new { n = 77 });
        await node.ExpireAsync("p1");
        (await reading).IsFresh(77);
        Assert.Equal(2, crm.Reads);
    }
}
