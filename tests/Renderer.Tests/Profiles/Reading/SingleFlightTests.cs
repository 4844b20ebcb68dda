using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm.Protection;
using Renderer.Profiles.Reading;
using Renderer.Tests.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class SingleFlightTests
{
    private readonly ScriptedCrm crm = new() { BeforeLook = () => Task.Delay(50) };

    public SingleFlightTests() => crm.Put("p1", new { n = 1 });

    [Fact]
    public async Task A_fetch_that_breaks_before_it_begins_ends_too()
    {
        await using var node = await Node.StartAsync(crm);
        var workspace = node.Get<ProfileWorkspaces>().Find(node.Workspace)!;
        var question = node.Get<Lookup>().Ask(workspace, Identifier.Id("p1"), new ReadSet(["n"]));
        var fetch = node.Get<Fetches>().JoinOrReserve(workspace, question, out _);
        await node.Get<Fetches>().RunAsync(workspace, question, fetch, node.Within(1000), new CallTerms(CrmPurpose.Send), _ => throw new InvalidOperationException());
        Assert.Equal(Reason.CrmError, (await fetch.Done).Reason);
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task Five_hundred_at_once_are_one_read()
    {
        await using var node = await Node.StartAsync(crm);
        var readings = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => node.ReadAsync("p1"))));
        Assert.All(readings, reading => reading.IsFresh(1));
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task Five_hundred_at_once_on_two_nodes_are_one_read()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var first = await Node.StartAsync(crm, redis: redis);
        await using var second = await Node.StartAsync(crm, first.Workspace, redis);
        var readings = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).ReadAsync("p1"))));
        Assert.All(readings, reading => reading.IsFresh(1));
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task A_fetch_goes_on_when_the_one_who_started_it_has_left()
    {
        var held = new Held();
        crm.BeforeLook = held.WaitAsync;
        await using var node = await Node.StartAsync(crm);
        using var leave = new CancellationTokenSource();
        var first = node.Reader.ReadAsync(node.Workspace, Identifier.Id("p1"), new ReadSet(["n"]), node.Within(5000), leave.Token).AsTask();
        await held.Reached;
        var second = node.ReadAsync("p1");
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.LetGo();
        (await second).IsFresh(1);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task Who_has_more_time_than_the_one_who_started_asks_again()
    {
        crm.BeforeLook = null;
        crm.Hangs = true;
        await using var node = await Node.StartAsync(crm);
        var impatient = node.ReadAsync("p1", within: 100);
        var patient = node.ReadAsync("p1", within: 5000);
        crm.Hangs = false;
        (await impatient).IsUnavailable(Reason.CrmTimeout);
        (await patient).IsFresh(1);
        Assert.Equal(2, crm.Reads);
    }

    [Fact]
    public async Task A_failure_of_one_is_a_failure_of_all_who_wait()
    {
        crm.Fails = Reason.CrmLimited;
        await using var node = await Node.StartAsync(crm);
        var readings = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => node.ReadAsync("p1")));
        Assert.All(readings, reading => reading.IsUnavailable(Reason.CrmLimited));
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task A_node_that_dies_while_it_fetches_does_not_stop_the_others()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var dead = await Node.StartAsync(crm, redis: redis);
        await using var alive = await Node.StartAsync(crm, dead.Workspace, redis);
        var held = dead.Hold(Renderer.Profiles.Reading.FetchStep.Turn);
        var never = dead.ReadAsync("p1", within: 10_000);
        await held.Reached;
        (await alive.ReadAsync("p1", within: 4000)).IsFresh(1);
        held.LetGo();
        await never;
    }
}
