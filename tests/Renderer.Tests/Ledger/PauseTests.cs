using Microsoft.Extensions.Time.Testing;
using Renderer.Ledger;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class PauseTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Pause pause;

    public PauseTests() => pause = new Pause(clock);

    [Fact]
    public void Without_failures_everybody_asks() => Assert.All(Enumerable.Range(0, 5), _ => Assert.True(pause.MayAsk()));

    [Fact]
    public void A_pause_doubles_with_each_failed_probe_up_to_500_ms()
    {
        pause.Failed();
        foreach (var length in new[] { 50, 100, 200, 400, 500, 500 })
        {
            clock.Advance(TimeSpan.FromMilliseconds(length - 1));
            Assert.False(pause.MayAsk());
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(pause.MayAsk());
            pause.Failed();
        }
    }

    [Fact]
    public void One_asks_first_and_the_rest_follow_when_it_went_well()
    {
        pause.Failed();
        clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.True(pause.MayAsk());
        Assert.False(pause.MayAsk());
        pause.Succeeded();
        Assert.True(pause.MayAsk());
        Assert.True(pause.MayAsk());
    }

    [Fact]
    public void Many_that_fail_of_one_cause_are_one_failure()
    {
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(pause.MayAsk()));
        foreach (var _ in Enumerable.Range(0, 100))
        {
            pause.Failed();
        }

        clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.True(pause.MayAsk());
    }

    [Fact]
    public void Whoever_goes_away_while_asking_leaves_the_question_to_the_next()
    {
        pause.Failed();
        clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.True(pause.MayAsk());

        pause.Abandoned();
        Assert.True(pause.MayAsk());
    }
}
