using System.Diagnostics;
using Renderer.Model;
using Renderer.Server.Open;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Too much at once is waited for, for half of the time, and then answered by the fallback.</summary>
public sealed class OpenAdmissionTests
{
    private static readonly WorkspaceLimits Two = new() { Concurrency = 2, Queue = 1 };

    [Fact]
    public async Task Who_finds_no_place_waits_half_of_the_time_and_who_finds_no_queue_not_at_all()
    {
        using var admission = new OpenAdmission(100);
        using var first = await EnterAsync(admission, Two);
        using var second = await EnterAsync(admission, Two);
        Assert.True(first.IsTaken && second.IsTaken);

        var watch = Stopwatch.StartNew();
        var waiting = EnterAsync(admission, Two, 2000);
        using var turnedAway = await EnterAsync(admission, Two, 2000);
        Assert.False(turnedAway.IsTaken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(0.9), $"{watch.Elapsed}");
        using var late = await waiting;
        Assert.False(late.IsTaken);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1.8));
    }

    [Fact]
    public async Task A_place_that_is_given_back_is_taken_by_who_waits()
    {
        using var admission = new OpenAdmission(100);
        var first = await EnterAsync(admission, Two);
        using var second = await EnterAsync(admission, Two);
        var waiting = EnterAsync(admission, Two, 10_000);
        first.Dispose();
        using var third = await waiting;
        Assert.True(third.IsTaken);
    }

    [Fact]
    public async Task One_workspace_does_not_take_the_places_of_another_and_the_node_has_a_bound_of_its_own()
    {
        using var admission = new OpenAdmission(3);
        _ = WorkspaceName.TryParse("other", out var other);
        using var first = await EnterAsync(admission, Two);
        using var second = await EnterAsync(admission, Two);
        using var third = await EnterAsync(admission, Two, workspace: other);
        Assert.True(third.IsTaken);
        using var fourth = await EnterAsync(admission, Two, workspace: other);
        Assert.False(fourth.IsTaken);

        third.Dispose();
        using var fifth = await EnterAsync(admission, Two, workspace: other);
        Assert.True(fifth.IsTaken);
    }

    private static Task<OpenPlace> EnterAsync(OpenAdmission admission, WorkspaceLimits limits, int ms = 200, WorkspaceName? workspace = null) =>
        admission.EnterAsync(workspace ?? WorkspaceName.Default, limits, Budget.Start(TimeProvider.System, TimeSpan.FromMilliseconds(ms)), default).AsTask();
}
