using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Marks;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>Nodes that were started while Redis was away, and whose clocks are wrong: nobody has compared them yet.</summary>
public sealed class UnmatchedClockTests
{
    private static readonly Identifier Ann = Identifier.Email("ann@people.example");

    private readonly ScriptedCrm crm = new();

    public UnmatchedClockTests() => crm.Put("p1", new { n = 1 }, "ann@people.example");

    [Fact]
    public async Task A_value_fetched_before_the_clock_is_compared_is_not_fresh_once_it_is()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var node = await Node.StartAsync(
            crm, redis: redis.ConnectionString, time: new SkewedTime(TimeSpan.FromSeconds(1.5)), connect: false);

        // Another node's beat comes before this one's own answer. The value that is fetched now is stamped 1.5 s ahead.
        Say(node, "b", 0);
        (await node.ReadAsync("p1")).IsFresh(1);
        var asked = node.Time.GetTimestamp();
        node.Get<SharedClock>().Observe(asked, asked, Now);

        crm.Put("p1", new { n = 2 }, "ann@people.example");
        var name = node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, Identifier.Id("p1"))[0];
        Say(node, "m", 1, $" {name}=*");
        Say(node, "b", 1);
        Assert.True(node.Board.Connected(node.Get<SharedClock>()));
        (await node.ReadAsync("p1")).IsFresh(2);
    }

    [Fact]
    public async Task A_crowd_is_one_fetch_before_the_clock_is_compared_too()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString, connect: false);
        Say(node, "b", 0);
        var held = new Held();
        crm.BeforeLook = held.WaitAsync;
        var crowd = Enumerable.Range(0, 50).Select(_ => node.ReadAsync("p1")).ToList();
        await held.Reached;
        held.LetGo();
        Assert.All(await Task.WhenAll(crowd), reading => reading.IsFresh(1));
        Assert.Equal(1, crm.Reads);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(600)]
    [InlineData(-2)]
    public async Task Who_is_erased_on_the_one_is_not_shown_by_the_other(int skew)
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var here = await Node.StartAsync(crm, redis: redis.ConnectionString, connect: false);
        await using var there = await Node.StartAsync(
            crm, here.Workspace, redis.ConnectionString, new SkewedTime(TimeSpan.FromSeconds(skew)), connect: false);
        (await there.ReadAsync(Ann)).IsFresh(1);
        await EraseAsync(here, there);
        crm.Fails = Reason.CrmError;
        (await there.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
        (await there.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        Assert.Null(await there.Reader.HoldingAsync(there.Workspace, Ann, default));
    }

    [Fact]
    public async Task Who_is_erased_where_the_clock_was_never_compared_is_not_shown_where_it_was()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var there = await Node.StartAsync(crm, redis: redis.ConnectionString);
        await redis.KillAsync();
        await using var here = await Node.StartAsync(
            crm, there.Workspace, redis.ConnectionString, new SkewedTime(TimeSpan.FromSeconds(-30)), connect: false);
        (await there.ReadAsync(Ann)).IsFresh(1);
        await EraseAsync(here, there);
        crm.Fails = Reason.CrmError;
        (await there.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
    }

    private static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    private static void Say(Node node, string kind, long epoch, string marks = "") =>
        node.Board.Receive(MarkMessage.Parse($"{kind} 7 {epoch} {Now.Micros}{marks}")!, node.Get<SharedClock>().Now);

    // As the server does, with the ledger telling the other node.
    private static async Task EraseAsync(Node here, Node there)
    {
        Identifier[] names = [Ann, Identifier.Id("p1")];
        var at = here.Get<SharedClock>().Latest;
        here.Enter(names, at);
        there.Enter(names, at);
        await here.Changes.ForgetAsync(here.Workspace, names, at, default);
    }
}
