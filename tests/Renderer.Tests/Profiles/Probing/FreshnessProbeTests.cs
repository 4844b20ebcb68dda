using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Probing;

public sealed class FreshnessProbeTests
{
    [Fact]
    public async Task Every_node_measures_how_long_a_change_of_any_node_takes()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var first = await Node.StartAsync(new ScriptedCrm(), redis: redis, probe: true);
        await using var second = await Node.StartAsync(new ScriptedCrm(), redis: redis, probe: true);
        foreach (var node in (Node[])[first, second])
        {
            var health = node.Get<ProfilesHealth>();
            await Eventually.TrueAsync(() => health.EventToFresh is { Age.TotalSeconds: < 3 });
            Assert.InRange(health.EventToFresh!.Value.Median, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        }
    }

    [Fact]
    public async Task It_measures_without_Redis_too_and_is_no_CRM_of_anybody()
    {
        await using var node = await Node.StartAsync(new ScriptedCrm { Fails = Reason.CrmError }, probe: true);
        var health = node.Get<ProfilesHealth>();
        await Eventually.TrueAsync(() => health.EventToFresh is not null);
        Assert.False(health.CrmAnswers);
        Assert.False(WorkspaceName.TryParse(WorkspaceName.Probe.ToString(), out _));
    }
}
