using Renderer.Model;
using Renderer.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Marks;

public sealed class HeardBoardTests
{
    private readonly HeardBoard board = new();

    [Fact]
    public void A_mark_is_heard_when_all_to_whom_it_was_sent_say_so_or_say_it_of_a_later_one()
    {
        board.Hear("a", new Instant(5));
        var waiting = board.UntilAsync(new Instant(10), 3);
        board.Hear("a", new Instant(10));
        board.Hear("a", new Instant(10));
        board.Hear("b", new Instant(9));
        board.Hear("c", new Instant(12));
        Assert.False(waiting.IsCompleted);

        board.Hear("b", new Instant(10));
        Assert.True(waiting.IsCompleted);
        Assert.True(board.UntilAsync(new Instant(10), 3).IsCompleted);
    }

    [Fact]
    public void Who_did_not_answer_is_not_waited_for_again_until_it_is_back()
    {
        board.Hear("a", new Instant(10));
        Assert.False(board.UntilAsync(new Instant(10), 2).IsCompleted);
        board.GiveUp(new Instant(10), 2);

        board.Hear("a", new Instant(20));
        Assert.True(board.UntilAsync(new Instant(20), 2).IsCompleted);

        board.Hear("b", new Instant(20));
        board.Hear("a", new Instant(30));
        Assert.False(board.UntilAsync(new Instant(30), 2).IsCompleted);
    }

    [Fact]
    public void When_a_listener_leaves_those_that_are_left_are_all_waited_for()
    {
        board.Hear("a", new Instant(10));
        board.Hear("b", new Instant(10));
        Assert.False(board.UntilAsync(new Instant(10), 3).IsCompleted);
        board.GiveUp(new Instant(10), 3);

        board.Hear("a", new Instant(20));
        Assert.False(board.UntilAsync(new Instant(20), 2).IsCompleted);
        board.Hear("b", new Instant(20));
        Assert.True(board.UntilAsync(new Instant(20), 2).IsCompleted);
    }

    [Fact]
    public void What_was_heard_on_another_clock_does_not_count()
    {
        board.Hear("a", new Instant(50_000_000));
        Assert.True(board.UntilAsync(new Instant(50_000_000), 1).IsCompleted);
        Assert.False(board.UntilAsync(new Instant(10_000_000), 1).IsCompleted);
    }

    [Fact]
    public void Nodes_that_came_and_went_are_forgotten()
    {
        for (var i = 1; i <= 1000; i++)
        {
            board.Hear($"node{i}", new Instant(i));
        }

        Assert.True(board.UntilAsync(new Instant(937), 64).IsCompleted);
        Assert.False(board.UntilAsync(new Instant(936), 65).IsCompleted);
    }
}
