using Renderer.Model;
using Renderer.Profiles;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class PrewarmTests
{
    private static readonly ReadSet Reads = new(["n"]);
    private readonly ScriptedCrm crm = new();

    public PrewarmTests()
    {
        for (var i = 0; i < 400; i++)
        {
            crm.Put($"p{i}", new { n = i }, $"p{i}@people.example");
        }
    }

    [Fact]
    public async Task Who_is_not_fresh_is_fetched_and_then_there_by_that_name()
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync("p0");
        Identifier[] people =
        [
            .. Enumerable.Range(0, 150).Select(i => Identifier.Id($"p{i}")),
            .. Enumerable.Range(200, 50).Select(i => Identifier.Email($"p{i}@people.example")),
            Identifier.Id("nobody"),
        ];
        var tally = await node.Get<ProfilePrewarm>().FetchAsync(node.Workspace, people, Reads, default);
        Assert.Equal((1, 199, 1, 0, 0), (tally.Fresh, tally.Fetched, tally.Missing, tally.Failed, tally.NotYet!.Count));
        Assert.Equal([50, 50, 100], crm.Bulks.Order());
        (await node.ReadAsync("p149")).IsFresh(149);
        (await node.ReadAsync(Identifier.Email("p210@people.example"))).IsFresh(210);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task Who_could_not_be_asked_for_is_to_be_tried_again()
    {
        crm.Fails = Reason.CrmTimeout;
        await using var node = await Node.StartAsync(crm);
        var tally = await node.Get<ProfilePrewarm>().FetchAsync(node.Workspace, [Identifier.Id("p1"), Identifier.Id("p2")], Reads, default);
        Assert.Equal(Reason.CrmTimeout, tally.Reason);
        Assert.Equal([Identifier.Id("p1"), Identifier.Id("p2")], tally.NotYet!);
        Assert.False(node.Get<ProfilePrewarm>().Answers(node.Workspace));
    }

    [Fact]
    public async Task The_own_list_is_stored_under_every_name_and_stays_judged_by_marks()
    {
        await using var node = await Node.StartAsync(crm);
        var (tally, next, reason) = await node.Get<ProfilePrewarm>().ListAsync(node.Workspace, null, Reads, default);
        Assert.Equal((400, null, Reason.None), (tally.Fetched, next, reason));
        (await node.ReadAsync("p7")).IsFresh(7);
        (await node.ReadAsync(Identifier.Email("p8@people.example"))).IsFresh(8);
        Assert.Equal(0, crm.Reads);
        crm.Put("p7", new { n = 77 });
        await node.ExpireAsync("p7");
        (await node.ReadAsync("p7")).IsFresh(77);
    }

    [Fact]
    public async Task Who_reads_somebody_that_a_prewarm_waits_for_does_not_wait_behind_it()
    {
        await using var node = await GatedCrm.StartAsync(crm, new CallRate(4, TimeSpan.FromSeconds(2)));
        for (var i = 300; i < 302; i++)
        {
            (await node.ReadAsync($"p{i}")).IsFresh(i);
        }

        // The prewarm may use three of four, and two are gone: a third leaves, the others wait.
        var prewarm = node.Get<ProfilePrewarm>().FetchAsync(node.Workspace, [.. Enumerable.Range(0, 300).Select(i => Identifier.Id($"p{i}"))], Reads, default);
        await Task.Delay(100);
        (await node.ReadAsync("p250", within: 1500)).IsFresh(250);
        Assert.Equal(300, (await prewarm) is var tally ? tally.Fetched + tally.Fresh + tally.NotYet!.Count : 0);
    }

    [Fact]
    public async Task Who_is_erased_is_not_stored()
    {
        await using var node = await Node.StartAsync(crm);
        await node.EraseAsync(Identifier.Id("p5"));
        await node.Get<ProfilePrewarm>().FetchAsync(node.Workspace, [Identifier.Id("p5"), Identifier.Id("p6")], Reads, default);
        await node.Get<ProfilePrewarm>().ListAsync(node.Workspace, null, Reads, default);
        Assert.Null(await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("p5"), default));
        Assert.NotNull(await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("p6"), default));
    }
}
