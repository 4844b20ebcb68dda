using System.Diagnostics;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>When everybody changes at once, or nobody is known, the CRM is asked at its own pace, and readers are told what there is.</summary>
public sealed class MassExpiryTests
{
    private const int People = 1500;
    private static readonly CallRate TenASecond = new(10, TimeSpan.FromSeconds(1));

    private readonly ScriptedCrm crm = new();

    public MassExpiryTests()
    {
        for (var i = 0; i < People; i++)
        {
            crm.Put($"p{i}", new { n = i });
        }
    }

    [Fact]
    public async Task After_a_change_of_everybody_stale_is_answered_at_once_and_all_are_fresh_again_within_the_quota()
    {
        await using var node = await GatedCrm.StartAsync(crm, TenASecond);
        var people = Enumerable.Range(0, People).Select(i => Identifier.Id($"p{i}")).ToArray();
        await node.Reader.ReadManyAsync(node.Workspace, people, new ReadSet(["n"]), node.Within(30_000), default);
        var before = crm.Bulks.Count;
        await node.ExpireAllAsync();

        var readings = await ReadAllAsync(node, within: 800, most: 800);
        Assert.All(readings, reading => Assert.Contains(reading.State, new[] { ProfileState.Fresh, ProfileState.Stale }));
        Assert.Contains(readings, reading => reading.State == ProfileState.Stale);
        Assert.All(readings.Where(reading => reading.State == ProfileState.Stale), reading => Assert.Equal(Reason.Changed, reading.Reason));

        // Nobody reads, and they come.
        await Eventually.TrueAsync(async () => (await ReadAllAsync(node, within: 800, most: 3000)).All(reading => reading.State == ProfileState.Fresh), TimeSpan.FromSeconds(20));
        Assert.InRange(crm.Bulks.Count - before + crm.Reads, People / 100, (People / 100 * 1.2) + 5);
    }

    [Fact]
    public async Task Who_was_not_asked_for_in_time_is_there_when_read_next()
    {
        await using var node = await GatedCrm.StartAsync(crm, TenASecond);
        var readings = await ReadAllAsync(node, within: 300, most: 800);
        Assert.Contains(readings, reading => reading is { State: ProfileState.Unavailable, Reason: Reason.CrmLimited });
        await Eventually.TrueAsync(() => crm.Bulks.Sum() + crm.Reads >= People, TimeSpan.FromSeconds(20));
        readings = await ReadAllAsync(node, within: 800, most: 3000);
        for (var i = 0; i < People; i++)
        {
            readings[i].IsFresh(i);
        }

        Assert.InRange(crm.Bulks.Count + crm.Reads, People / 100, (People / 100 * 1.2) + 5);
    }

    private static async Task<ProfileReading[]> ReadAllAsync(Node node, int within, int most) =>
        await Task.WhenAll(Enumerable.Range(0, People).Select(i => Task.Run(async () =>
        {
            var watch = Stopwatch.StartNew();
            var reading = await node.ReadAsync($"p{i}", within: within);
            Assert.InRange(watch.ElapsedMilliseconds, 0, most + 500);
            return reading;
        })));
}
