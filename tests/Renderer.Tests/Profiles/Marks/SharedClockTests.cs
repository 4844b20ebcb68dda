using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Xunit;

namespace Renderer.Tests.Profiles.Marks;

public sealed class SharedClockTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly FakeTimeProvider time = new(Start);
    private readonly SharedClock clock;

    public SharedClockTests() => clock = new SharedClock(time, shared: true);

    [Fact]
    public void Without_redis_it_is_this_nodes_own()
    {
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(Instant.From(Start.AddSeconds(3)), clock.Now);
        Assert.Equal(clock.Now, clock.Begun);
        Assert.Equal(clock.Now, clock.LatestHere);
    }

    [Fact]
    public void Until_redis_was_asked_it_can_be_compared_with_no_other_and_erases_later()
    {
        Assert.False(clock.Matched);
        Assert.Equal(clock.Now + TimeSpan.FromMinutes(1), clock.Latest);
        Observe(roundTrip: 10, redis: Start);
        Assert.True(clock.Matched);
        Assert.Equal(clock.Now + TimeSpan.FromMilliseconds(5), clock.Latest);
        var alone = new SharedClock(time, shared: false);
        Assert.True(alone.Matched);
        Assert.Equal(alone.Now, alone.Latest);
    }

    [Fact]
    public void With_redis_it_is_redis_time_give_or_take_half_the_round_trip()
    {
        Observe(roundTrip: 10, redis: Start.AddSeconds(-2));
        Assert.Equal(Instant.From(Start.AddSeconds(-2).AddMilliseconds(5)), clock.Now);
        Assert.Equal(TimeSpan.FromMilliseconds(5), clock.Uncertainty);
        Assert.Equal(Instant.From(Start.AddSeconds(-2)), clock.Begun);
        Assert.Equal(Instant.From(Start.AddSeconds(-2).AddMilliseconds(10)), clock.Latest);
    }

    [Fact]
    public void The_best_sample_holds_until_it_has_drifted()
    {
        Observe(roundTrip: 1, redis: Start);
        Observe(roundTrip: 100, redis: Start.AddMilliseconds(40));
        Assert.True(clock.Uncertainty < TimeSpan.FromMilliseconds(1));
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(180.5, clock.Uncertainty.TotalMilliseconds, tolerance: 0.1);
        Observe(roundTrip: 100, redis: Start.AddMinutes(30).AddMilliseconds(90));
        Assert.Equal(50, clock.Uncertainty.TotalMilliseconds, tolerance: 0.1);
    }

    [Fact]
    public void A_redis_whose_clock_jumps_is_followed_and_a_jump_back_is_told()
    {
        Assert.True(Observe(roundTrip: 1, redis: Start));
        Assert.True(Observe(roundTrip: 1, redis: Start.AddSeconds(10)));
        Assert.Equal(Instant.From(Start.AddSeconds(10)), clock.Now - TimeSpan.FromMilliseconds(0.5));
        Assert.False(Observe(roundTrip: 1, redis: Start.AddSeconds(5)));
        Assert.Equal(Instant.From(Start.AddSeconds(5)), clock.Now - TimeSpan.FromMilliseconds(0.5));
    }

    [Fact]
    public void A_machine_that_was_suspended_catches_up_by_its_wall_clock()
    {
        var suspended = new Suspended();
        var late = new SharedClock(suspended, shared: false);
        var before = late.Now;
        suspended.Slept = TimeSpan.FromHours(8);
        Assert.InRange(late.Now - before, TimeSpan.FromHours(8), TimeSpan.FromHours(8.1));
    }

    private bool Observe(double roundTrip, DateTimeOffset redis)
    {
        var asked = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(roundTrip));
        return clock.Observe(asked, time.GetTimestamp(), Instant.From(redis));
    }

    private sealed class Suspended : TimeProvider
    {
        public TimeSpan Slept { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Slept;
    }
}
