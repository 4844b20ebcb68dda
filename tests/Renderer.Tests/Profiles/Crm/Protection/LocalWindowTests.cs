using Renderer.Model;
using Renderer.Profiles.Crm.Protection;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Protection;

public sealed class LocalWindowTests
{
    private static readonly CallRate TenASecond = new(10, TimeSpan.FromSeconds(1));

    [Fact]
    public void Whenever_within_its_call_the_crm_counts_it_no_span_ever_holds_more_than_the_rate()
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var window = new LocalWindow(TenASecond);
            var counted = new List<double>();
            var ends = new PriorityQueue<double, double>();
            for (double now = 0; now < 20_000; now += 1 + (random.NextDouble() * 4))
            {
                while (ends.TryPeek(out var end, out _) && end <= now)
                {
                    ends.Dequeue();
                    window.Leave(used: true, At(end));
                }

                if (window.Take(CrmPurpose.Send, share: 1, At(now)).Id is null)
                {
                    continue;
                }

                var took = random.Next(10) == 0 ? 900 : random.NextDouble() * 80;
                ends.Enqueue(now + took, now + took);
                counted.Add(now + (took * random.NextDouble()));
            }

            counted.Sort();
            Assert.All(counted.Zip(counted.Skip(10)), pair => Assert.True(pair.Second - pair.First > 1000));
            Assert.InRange(counted.Count, 100, 200);
        }
    }

    [Fact]
    public void Quick_calls_use_nearly_the_whole_rate()
    {
        var window = new LocalWindow(TenASecond);
        var calls = 0;
        for (var now = 0; now < 60_000; now++)
        {
            if (window.Take(CrmPurpose.Send, share: 1, At(now)).Id is not null)
            {
                window.Leave(used: true, At(now + 5));
                calls++;
            }
        }

        Assert.InRange(calls, 570, 605);
    }

    [Fact]
    public void Half_leave_at_once_and_the_rest_evenly()
    {
        var window = new LocalWindow(TenASecond);
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => window.Take(CrmPurpose.Send, 1, At(0)).Id is not null));
        Assert.Equal(TimeSpan.FromMilliseconds(60), window.Take(CrmPurpose.Send, 1, At(40)).Wait);
        Assert.NotNull(window.Take(CrmPurpose.Send, 1, At(100)).Id);
        Assert.Null(window.Take(CrmPurpose.Send, 1, At(150)).Id);
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(1, 9)]
    [InlineData(0, 7)]
    public void Who_is_less_urgent_leaves_some(int urgency, int most)
    {
        var window = new LocalWindow(TenASecond);
        var purpose = urgency switch { 2 => CrmPurpose.Send, 1 => CrmPurpose.Refresh, _ => CrmPurpose.Prewarm };
        Assert.Equal(most, Enumerable.Range(0, 9).Count(second => window.Take(purpose, 1, At(second * 110)).Id is not null) +
            Enumerable.Range(0, 10).Count(_ => window.Take(purpose, 1, At(1100)).Id is not null));
    }

    [Fact]
    public void A_node_alone_takes_its_share()
    {
        var window = new LocalWindow(TenASecond);
        Assert.Equal(3, Enumerable.Range(0, 100).Count(tick => window.Take(CrmPurpose.Send, share: 3, At(tick * 100)).Id is not null));
    }

    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
