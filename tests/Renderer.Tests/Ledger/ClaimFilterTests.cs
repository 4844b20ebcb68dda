using Renderer.Ledger;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class ClaimFilterTests
{
    [Fact]
    public void What_was_added_is_held_and_hardly_anything_else()
    {
        const int Count = 200_000;
        var filter = new ClaimFilter(Count / 2);
        for (var i = 0; i < Count; i++)
        {
            filter.Add(Name(i));
        }

        Assert.All(Enumerable.Range(0, Count), i => Assert.True(filter.MayHold(Name(i))));
        Assert.InRange(Enumerable.Range(Count, Count).Count(i => filter.MayHold(Name(i))), 0, Count / 40);
    }

    [Fact]
    public void It_is_full_once_it_would_err_more_often()
    {
        var filter = new ClaimFilter(0);
        var added = 0;
        for (; !filter.IsFull; added++)
        {
            filter.Add(Name(added));
        }

        Assert.InRange(added, 1_000_000, 1_100_000);
        Assert.False(new ClaimFilter(added).IsFull);
    }

    private static string Name(int number) => $"abcdefghij{number}klmnopqrst";
}
