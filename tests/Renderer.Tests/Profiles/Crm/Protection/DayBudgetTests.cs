using Microsoft.Extensions.Time.Testing;
using Renderer.Profiles.Crm.Protection;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Protection;

public sealed class DayBudgetTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void It_says_when_it_will_have_run_out_at_the_present_pace()
    {
        var budget = new DayBudget(10_000, clock);
        for (var minute = 0; minute < 10; minute++)
        {
            budget.Count(100);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var forecast = budget.Forecast();
        Assert.Equal((1000, 10_000), (forecast.Calls, forecast.Most));
        Assert.InRange(forecast.PerHour, 5300, 6100);
        Assert.InRange(forecast.RunsOutAt!.Value, clock.GetUtcNow().AddMinutes(85), clock.GetUtcNow().AddMinutes(105));
    }

    [Fact]
    public void A_pace_that_lasts_the_day_runs_out_never()
    {
        var budget = new DayBudget(1_000_000, clock);
        budget.Count(1);
        clock.Advance(TimeSpan.FromMinutes(5));
        budget.Count(50);
        Assert.Null(budget.Forecast().RunsOutAt);
    }

    [Fact]
    public void Who_is_less_urgent_stops_first_and_the_next_day_begins_anew()
    {
        var budget = new DayBudget(100, clock);
        budget.Count(75);
        Assert.Equal((true, true, false), Allowed(budget));
        budget.Count(15);
        Assert.Equal((true, false, false), Allowed(budget));
        budget.Count(10);
        Assert.Equal((false, false, false), Allowed(budget));
        Assert.Equal(clock.GetUtcNow(), budget.Forecast().RunsOutAt);
        clock.Advance(TimeSpan.FromHours(16));
        Assert.Equal((true, true, true), Allowed(budget));
        Assert.Equal(0, budget.Forecast().Calls);
    }

    [Fact]
    public void What_other_nodes_have_called_counts()
    {
        var budget = new DayBudget(100, clock);
        budget.Count(3);
        budget.Hear(100);
        Assert.False(budget.Allows(CrmPurpose.Send));
    }

    private static (bool Send, bool Refresh, bool Prewarm) Allowed(DayBudget budget) =>
        (budget.Allows(CrmPurpose.Send), budget.Allows(CrmPurpose.Refresh), budget.Allows(CrmPurpose.Prewarm));
}
