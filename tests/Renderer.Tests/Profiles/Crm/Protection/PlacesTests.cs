using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Protection;

public sealed class PlacesTests
{
    private readonly Places places = new(32);
    private TimeSpan now = TimeSpan.FromHours(1);

    [Fact]
    public void A_crm_that_answers_as_ever_gets_as_many_as_are_configured()
    {
        Answer(1000, 40);
        Assert.Equal(32, places.Limit);
    }

    [Fact]
    public void One_that_slows_down_gets_fewer_and_as_many_again_when_it_has_recovered()
    {
        Answer(100, 40);
        Answer(300, 400);
        Assert.InRange(places.Limit, 1, 4);
        Answer(600, 40);
        Assert.Equal(32, places.Limit);
    }

    [Fact]
    public void A_crm_that_stays_slower_is_measured_by_its_new_self_after_a_minute()
    {
        Answer(100, 40);
        Answer(2000, 400);
        Assert.Equal(32, places.Limit);
    }

    [Fact]
    public void A_few_milliseconds_are_no_sign()
    {
        Answer(100, 2);
        Answer(100, 40);
        Assert.Equal(32, places.Limit);
    }

    [Fact]
    public void A_refusal_halves_them_once_for_all_who_ran_together()
    {
        for (var i = 0; i < 32; i++)
        {
            places.Refused(now);
        }

        Assert.Equal(16, places.Limit);
        now += TimeSpan.FromSeconds(1);
        places.Refused(now);
        Assert.Equal(8, places.Limit);
    }

    [Fact]
    public void Failures_take_some_and_never_the_last()
    {
        for (var i = 0; i < 100; i++)
        {
            places.Failed(now += TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, places.Limit);
    }

    [Fact]
    public void Places_that_nobody_uses_do_not_grow()
    {
        places.Refused(now);
        for (var i = 0; i < 100; i++)
        {
            places.Answered(CrmCallKind.One, TimeSpan.FromMilliseconds(20), running: 2, now += TimeSpan.FromSeconds(1));
        }

        Assert.Equal(16, places.Limit);
    }

    [Fact]
    public void Bulk_reads_are_not_measured_by_single_ones()
    {
        for (var i = 0; i < 200; i++)
        {
            places.Answered(CrmCallKind.One, TimeSpan.FromMilliseconds(20), running: 32, now += TimeSpan.FromMilliseconds(50));
            places.Answered(CrmCallKind.Many, TimeSpan.FromMilliseconds(300), running: 32, now += TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(32, places.Limit);
    }

    private void Answer(int times, int milliseconds)
    {
        for (var i = 0; i < times; i++)
        {
            places.Answered(CrmCallKind.One, TimeSpan.FromMilliseconds(milliseconds), running: places.Limit, now += TimeSpan.FromMilliseconds(60));
        }
    }
}
