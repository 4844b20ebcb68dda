using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class BulkTests
{
    private readonly ScriptedCrm crm = new();

    public BulkTests()
    {
        for (var i = 0; i < 1000; i++)
        {
            crm.Put($"p{i}", new { n = i }, $"p{i}@people.example");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thousand_cold_people_are_ten_calls_in_order(bool withRedis)
    {
        await using var node = await Node.StartAsync(crm, redis: withRedis ? await SharedRedis.AddressAsync() : null);
        Identifier[] people = [.. Enumerable.Range(0, 1000).Reverse().Select(i => Identifier.Id($"p{i}"))];
        var readings = await ReadAsync(node, people);
        for (var i = 0; i < people.Length; i++)
        {
            readings[i].IsFresh(999 - i);
        }

        Assert.Equal(Enumerable.Repeat(100, 10), crm.Bulks);
        Assert.All(await ReadAsync(node, people), reading => Assert.Equal(ProfileState.Fresh, reading.State));
        (await node.ReadAsync("p7")).IsFresh(7);
        Assert.Equal((10, 0), (crm.Bulks.Count, crm.Reads));
    }

    [Fact]
    public async Task What_another_node_has_fetched_is_not_fetched_again()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var first = await Node.StartAsync(crm, redis: redis);
        Identifier[] people = [.. Enumerable.Range(0, 100).Select(i => Identifier.Id($"p{i}"))];
        await ReadAsync(first, people);
        await SharedRedis.UntilStoredAsync(first.Workspace, 100);
        await using var second = await Node.StartAsync(crm, first.Workspace, redis);
        Assert.All(await ReadAsync(second, people), reading => Assert.Equal(ProfileState.Fresh, reading.State));
        Assert.Equal([100], crm.Bulks);
    }

    [Fact]
    public async Task Duplicates_unknown_people_and_mixed_kinds_are_fine()
    {
        await using var node = await Node.StartAsync(crm);
        (await node.ReadAsync("p3")).IsFresh(3);
        var readings = await ReadAsync(
            node,
            [Identifier.Id("p1"), Identifier.Email("P2@people.example"), Identifier.Id("p1"), Identifier.Id("p3"), Identifier.Id("none"), Identifier.Email("no@people.example")]);
        readings[0].IsFresh(1);
        readings[1].IsFresh(2);
        readings[2].IsFresh(1);
        readings[3].IsFresh(3);
        readings[4].IsMissing();
        readings[5].IsMissing();
        Assert.Equal([2, 2], crm.Bulks);
        (await node.ReadAsync(Identifier.Email("p2@people.example"))).IsFresh(2);
        (await node.ReadAsync("none")).IsMissing();
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task An_empty_list_asks_nobody()
    {
        await using var node = await Node.StartAsync(crm);
        Assert.Empty(await ReadAsync(node, []));
        Assert.Empty(crm.Bulks);
    }

    [Fact]
    public async Task Singles_wait_for_a_bulk_read_and_bulk_reads_for_singles()
    {
        await using var node = await Node.StartAsync(crm);
        var held = new Held();
        crm.BeforeLook = held.WaitAsync;
        var single = node.ReadAsync("p1");
        await held.Reached;
        var other = new Held();
        crm.BeforeLook = other.WaitAsync;
        var bulk = ReadAsync(node, [Identifier.Id("p1"), Identifier.Id("p2")]);
        await other.Reached;
        var late = node.ReadAsync("p2");
        other.LetGo();
        held.LetGo();
        (await single).IsFresh(1);
        (await bulk)[0].IsFresh(1);
        (await bulk)[1].IsFresh(2);
        (await late).IsFresh(2);
        Assert.Equal([1], crm.Bulks);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task Where_the_crm_fails_each_gets_the_best_that_is_known()
    {
        await using var node = await Node.StartAsync(crm);
        await ReadAsync(node, [Identifier.Id("p1"), Identifier.Id("p2")]);
        await node.ExpireAsync("p1");
        crm.Fails = Reason.CrmLimited;
        var readings = await ReadAsync(node, [Identifier.Id("p1"), Identifier.Id("p2"), Identifier.Id("p3")]);
        readings[0].IsStale(1, Reason.Changed);
        readings[1].IsFresh(2);
        readings[2].IsUnavailable(Reason.CrmLimited);
    }

    [Fact]
    public async Task A_bulk_read_ends_with_its_budget()
    {
        crm.Hangs = true;
        await using var node = await Node.StartAsync(crm);
        var readings = await node.Reader.ReadManyAsync(
            node.Workspace, [Identifier.Id("p1"), Identifier.Id("p2")], new ReadSet(["n"]), node.Within(200), default);
        Assert.All(readings, reading => reading.IsUnavailable(Reason.CrmTimeout));
    }

    private static Task<IReadOnlyList<ProfileReading>> ReadAsync(Node node, IReadOnlyList<Identifier> people) =>
        node.Reader.ReadManyAsync(node.Workspace, people, new ReadSet(["n"]), node.Within(10_000), default).AsTask();
}
