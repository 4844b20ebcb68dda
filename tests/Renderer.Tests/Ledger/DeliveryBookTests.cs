using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>What is sent under a caller's key: entered first, so that nobody sends it twice.</summary>
public sealed class DeliveryBookTests(PostgresServer postgres)
{
    private static readonly DeliveryName Name = new(WorkspaceName.Default, "sendgrid", "claim");

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_begun_is_known_on_every_node_and_what_was_refused_is_free_again(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = ((await rig.OpenAsync()).Store.Deliveries, (await rig.OpenAsync()).Store.Deliveries);
        Assert.Empty(await one.FindAsync(Name, default));
        Assert.Equal([true, true], await one.BeginAsync(Name, [["a", "b"], ["c"]], []));
        Assert.Equal([false, true], await two.BeginAsync(Name, [["b", "x"], ["d"]], []));
        Assert.All(await two.FindAsync(Name, default), known => Assert.False(known.IsAccepted));

        await one.SettleAsync(Name, [new("a", true, "answer"u8.ToArray()), new("b", false, default)]);
        var known = (await two.FindAsync(Name, default)).ToDictionary(each => each.Unit);
        Assert.Equal(["a", "c", "d"], known.Keys.Order());
        Assert.Equal((true, "answer"), (known["a"].IsAccepted, System.Text.Encoding.UTF8.GetString(known["a"].Answer.Span)));
        Assert.Equal([true, false], await two.BeginAsync(Name, [["b"], ["a"]], [new("c", true, default)]));
        Assert.True((await one.FindAsync(Name, default)).Single(each => each.Unit == "c").IsAccepted);
        Assert.Empty(await one.FindAsync(Name with { Claim = "other" }, default));
        Assert.Empty(await one.FindAsync(Name with { Connection = "mailgun" }, default));
        Assert.Equal(0, await rig.CountAsync("delivery", "unit LIKE '%@%' OR claim LIKE '%@%'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_many_who_begin_the_same_at_once_one_may(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = ((await rig.OpenAsync()).Store.Deliveries, (await rig.OpenAsync()).Store.Deliveries);
        string[] units = [.. Enumerable.Range(0, 600).Select(each => $"u{each}")];
        for (var round = 0; round < 5; round++)
        {
            var name = Name with { Claim = $"claim-{round}" };
            var may = await Task.WhenAll(Enumerable.Range(0, 6).Select(each => (each % 2 == 0 ? one : two).BeginAsync(name, [units], [])));
            Assert.Single(may, each => each[0]);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_old_is_swept(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var store = (await rig.OpenAsync()).Store;
        await store.Deliveries.BeginAsync(Name, [["a"]], []);
        await store.SweepAsync();
        Assert.Equal(1, await rig.CountAsync("delivery"));
        await using var connection = await rig.ConnectAsync();
        await LedgerRig.ScalarAsync(connection, $"UPDATE delivery SET at = at - {(long)DeliveryBook.Kept.TotalMicroseconds + 1}");
        await store.SweepAsync();
        Assert.Equal(0, await rig.CountAsync("delivery"));
    }
}
