using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class ErasureRaceTests(PostgresServer postgres)
{
    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    /// <summary>Two nodes write decisions of people as fast as they can, in small batches, while each of these people is erased by the other node.</summary>
    [Theory, MemberData(nameof(Both))]
    public async Task Nothing_of_a_person_is_left_however_erasing_and_writing_meet(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        static LedgerOptions Eager(LedgerOptions options) => options with { WriteEvery = TimeSpan.FromMilliseconds(1), BatchSize = 3 };
        var nodes = new[] { await rig.OpenAsync(Eager), await rig.OpenAsync(Eager) };
        using var stop = new CancellationTokenSource();

        var writing = nodes.Select((node, number) => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await node.Store.Claims.ClaimAsync(rig.ClaimOf($"p{i % 20}", $"{number}/{i}"), [1], default);
                await Task.Delay(5);
            }
        })).ToList();
        for (var i = 0; i < 20; i++)
        {
            await nodes[i % 2].Store.Erasures.AddAsync(
                WorkspaceName.Default, rig.NamesOf(WorkspaceName.Default, Identifier.Id($"p{i}")), Instant.From(rig.Clock.GetUtcNow()), "dpo");
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        await Eventually.TrueAsync(() => nodes.Sum(node => node.Store.Health.PendingWrites) == 0);

        Assert.Equal(20, await rig.CountAsync("erasure"));
        Assert.Equal(0, await rig.CountAsync("person_key"));
        Assert.Equal(0, await rig.CountAsync("decision"));
    }
}
