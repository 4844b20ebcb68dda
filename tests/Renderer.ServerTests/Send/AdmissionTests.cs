using System.Diagnostics;
using Renderer.Model;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Xunit;

namespace Renderer.ServerTests.Send;

public sealed class AdmissionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    public async Task A_second_has_as_many_renders_as_the_limit_says(int perSecond)
    {
        using var admission = new Admission(1000, TimeProvider.System);
        var limits = new WorkspaceLimits { PerSecond = perSecond };
        var watch = Stopwatch.StartNew();
        var admitted = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(2.5))
        {
            using var place = await admission.EnterAsync(
                WorkspaceName.Default, limits, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(1)), default);
            admitted += place.Refusal is null ? 1 : 0;
            Assert.True(place.Refusal is null or { Code: ProblemCode.RateLimited });
            await Task.Delay(5);
        }

        // The bucket is full at first, and filled once a second.
        Assert.InRange(admitted, 2 * perSecond, (2 + (int)watch.Elapsed.TotalSeconds) * perSecond);
    }

    [Fact]
    public async Task A_line_of_a_stream_waits_for_its_turn()
    {
        using var admission = new Admission(1000, TimeProvider.System);
        var limits = new WorkspaceLimits { PerSecond = 5 };
        using var place = await admission.EnterStreamAsync(
            WorkspaceName.Default, limits, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(1)), default);
        var watch = Stopwatch.StartNew();
        for (var line = 0; line < 11; line++)
        {
            await admission.TurnAsync(WorkspaceName.Default, limits, default);
        }

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1), $"eleven lines at five a second took {watch.Elapsed}");
    }
}
