using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>Attributes that say themselves how long they are fresh.</summary>
public sealed class AttributeFreshnessTests
{
    private static readonly ConnectionSettings Settings = Node.Crm with
    {
        FreshFor = TimeSpan.FromSeconds(100),
        Attributes = new Dictionary<string, AttributeMapping>
        {
            ["n"] = new("n") { FreshFor = TimeSpan.FromSeconds(10) },
            ["tier"] = new("tier") { FreshFor = TimeSpan.FromSeconds(1000) },
            ["city"] = new("city"),
        },
    };

    [Theory]
    [InlineData(10, "", "n tier city")]
    [InlineData(11, "n", "n tier city")]
    [InlineData(11, "", "tier city")]
    [InlineData(101, "city n", "n tier city")]
    [InlineData(101, "", "tier")]
    [InlineData(1001, "city n tier", "n tier city")]
    [InlineData(101, "", "")]
    public void What_is_read_expires_each_by_its_own_time(int age, string expired, string reads)
    {
        var freshness = AttributeFreshness.Of(Settings)!;
        var stale = freshness.Expired(new ReadSet(reads.Split(' ', StringSplitOptions.RemoveEmptyEntries)), TimeSpan.FromSeconds(age));
        Assert.Equal(expired, string.Join(' ', stale.Names.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Everything_expires_with_what_expires_first()
    {
        var freshness = AttributeFreshness.Of(Settings)!;
        Assert.True(freshness.Expired(ReadSet.Everything, TimeSpan.FromSeconds(10)).IsEmpty);
        Assert.Equal(["n"], freshness.Expired(ReadSet.Everything, TimeSpan.FromSeconds(11)).Names);
        Assert.True(freshness.Expired(ReadSet.Everything, TimeSpan.FromSeconds(101)).All);
        Assert.Null(AttributeFreshness.Of(Node.Crm));
    }

    [Fact]
    public async Task A_value_past_its_own_time_is_fetched_again_and_is_alone_stale_when_that_fails()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
        var crm = new ScriptedCrm();
        crm.Put("p1", new { n = 1, tier = "gold", city = "Bonn" });
        await using var node = await Node.StartAsync(crm, time: clock, settings: Settings, reads: ["n", "tier", "city"]);
        (await node.ReadAsync("p1")).IsFresh(1);
        crm.Fails = Reason.CrmError;
        clock.Advance(TimeSpan.FromSeconds(11));
        (await node.ReadAsync("p1", "tier")).IsFresh(1);
        (await node.ReadAsync("p1", "city")).IsFresh(1);
        var both = await node.Reader.ReadAsync(node.Workspace, Identifier.Id("p1"), new ReadSet(["n", "tier"]), node.Within(1000), default);
        Assert.Equal((ProfileState.Stale, Reason.Expired), (both.State, both.Reason));
        Assert.Equal(["n"], both.StaleAttributes.Names);

        crm.Fails = null;
        crm.Put("p1", new { n = 2, tier = "gold", city = "Bonn" });
        (await node.ReadAsync("p1")).IsFresh(2);
    }
}
