using Renderer.Server.Prewarm;
using Xunit;

namespace Renderer.ServerTests.Prewarm;

public sealed class HitRateTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_list_that_is_done_while_its_first_are_fresh_is_fresh_as_a_whole()
    {
        var worth = HitRate.Of(total: 30_000, knownShare: 1, pace: 200, FiveMinutes, mostPerSecond: 1000);
        Assert.Equal((1, 100, false), (worth.Expected, worth.SendRate, worth.SendBeside));
        Assert.Null(worth.SendRateAtMost);
    }

    [Fact]
    public void One_that_takes_twice_as_long_is_half_fresh_and_best_sent_beside()
    {
        var worth = HitRate.Of(total: 60_000, knownShare: 1, pace: 100, FiveMinutes, mostPerSecond: 1000);
        Assert.Equal((0.5, 100, true), (worth.Expected, worth.SendRate, worth.SendBeside));
    }

    [Fact]
    public void Whom_the_crm_does_not_know_is_asked_for_again_and_bounds_the_send()
    {
        var worth = HitRate.Of(total: 1000, knownShare: 0.9, pace: 100, FiveMinutes, mostPerSecond: 500);
        Assert.Equal(0.9, worth.Expected!.Value, 6);
        Assert.Equal(5000, worth.SendRateAtMost!.Value, 3);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    public void Nothing_is_said_before_anything_is_known(long total, double pace) =>
        Assert.Equal(default, HitRate.Of(total, 1, pace, FiveMinutes, null));
}
