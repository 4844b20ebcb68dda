using Renderer.Model;
using Renderer.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Marks;

/// <summary>What a board can vouch for, message by message; seconds on the shared time line.</summary>
public sealed class MarkBoardTests
{
    private readonly MarkBoard board = new(local: false, MarkBoard.Capacity);

    [Fact]
    public void Before_the_first_beat_it_vouches_for_nothing()
    {
        Assert.False(board.Connected(At(1)));
        Assert.Equal(0UL, board.State.Generation);
    }

    [Fact]
    public void The_first_beat_starts_it_without_a_horizon()
    {
        Beat(7, 40, 10);
        Assert.True(board.Connected(At(10)));
        Assert.Equal(new BoardState(7, 2, 40, At(10), Instant.Never), board.State);
    }

    [Fact]
    public void Marks_in_sequence_raise_nothing()
    {
        Beat(7, 40, 10);
        Mark(7, 41, 10.2, "ann=*");
        Mark(7, 42, 10.3, "ann=tag", "bob=!");
        Beat(7, 42, 10.5);
        Assert.Equal(new BoardState(7, 2, 42, At(10), Instant.Never), board.State);
        Assert.Equal(At(10.2), board.Find("ann")!.All);
        Assert.Equal([("tag", At(10.3))], board.Find("ann")!.Attributes);
        Assert.Equal(At(10.3), board.Find("bob")!.Deleted);
    }

    [Fact]
    public void A_mark_that_was_missed_shows_at_the_next_beat()
    {
        Beat(7, 40, 10);
        Beat(7, 41, 10.5);
        Assert.Equal(new BoardState(7, 3, 41, At(10.5), At(10.5)), board.State);
    }

    [Fact]
    public void A_mark_that_was_missed_shows_at_the_next_mark()
    {
        Beat(7, 40, 10);
        Mark(7, 42, 10.2, "ann=*");
        Assert.Equal(new BoardState(7, 3, 42, At(10.2), At(10.2)), board.State);
        Assert.Equal(At(10.2), board.Find("ann")!.All);
    }

    [Theory]
    [InlineData(8, 40)]
    [InlineData(8, 0)]
    [InlineData(7, 39)]
    public void Another_life_of_the_marks_holds_all_that_was_before_as_stale(int generation, long epoch)
    {
        Beat(7, 40, 10);
        Beat((ulong)generation, epoch, 10.5);
        Assert.Equal(new BoardState((ulong)generation, 3, epoch, At(10.5), At(10.5)), board.State);
    }

    [Fact]
    public void After_two_seconds_of_silence_it_is_disconnected_until_a_beat_proves_that_nothing_was_missed()
    {
        Beat(7, 40, 10);
        Assert.True(board.Connected(At(12)));
        Assert.False(board.Connected(At(12.1)));
        Beat(7, 40, 13);
        Assert.True(board.Connected(At(13)));
        Assert.Equal(new BoardState(7, 2, 40, At(10), Instant.Never), board.State);
        Assert.False(board.Connected(At(15.1)));
        Beat(7, 41, 16);
        Assert.Equal(new BoardState(7, 3, 41, At(16), At(16)), board.State);
    }

    [Fact]
    public void Where_redis_cannot_prove_it_a_silence_or_a_break_holds_all_that_was_before_as_stale()
    {
        Say("u", 7, 40, 10);
        Say("u", 7, 40, 11);
        Assert.Equal(Instant.Never, board.State.Horizon);
        Say("u", 7, 40, 13.1);
        Assert.Equal(new BoardState(7, 3, 40, At(13.1), At(13.1)), board.State);
        board.Lose();
        Say("u", 7, 40, 13.5);
        Assert.Equal(new BoardState(7, 4, 40, At(13.5), At(13.5)), board.State);
    }

    [Fact]
    public void A_beat_that_comes_late_proves_no_more_than_when_it_was_said()
    {
        Say("b", 7, 40, At(10), now: At(11.5));
        Assert.True(board.Connected(At(12)));
        Assert.False(board.Connected(At(12.1)));
        Say("b", 7, 40, At(11), now: At(20));
        Assert.False(board.Connected(At(20)));

        // Marks may be stamped ahead of time, and the beat after them is.
        Say("b", 7, 40, At(25), now: At(21));
        Assert.False(board.Connected(At(23.1)));
    }

    [Fact]
    public void A_broken_connection_disconnects_at_once_until_a_beat_proves_that_nothing_was_missed()
    {
        Beat(7, 40, 10);
        board.Lose();
        Assert.False(board.Connected(At(10)));
        Mark(7, 41, 10.3, "ann=*");
        Assert.False(board.Connected(At(10.3)));
        Beat(7, 41, 10.5);
        Assert.True(board.Connected(At(10.5)));
        Assert.Equal(Instant.Never, board.State.Horizon);
        board.Lose();
        Beat(7, 42, 11);
        Assert.Equal(At(11), board.State.Horizon);
    }

    [Fact]
    public void What_was_read_in_an_earlier_term_is_no_longer_whole()
    {
        Beat(7, 40, 10);
        board.Learn("ann", PersonMarks.None.With(MarkField.All, At(5)), board.State.Term);
        Assert.Equal(board.State.Term, board.Find("ann")!.ReadIn);
        Mark(7, 41, 10.1, "ann=tag");
        Assert.Equal(board.State.Term, board.Find("ann")!.ReadIn);
        Assert.Equal(At(5), board.Find("ann")!.All);
        Beat(7, 43, 10.5);
        Assert.NotEqual(board.State.Term, board.Find("ann")!.ReadIn);
    }

    [Fact]
    public void What_was_read_before_anything_was_heard_is_not_whole()
    {
        board.Learn("ann", PersonMarks.None, board.State.Term);
        Beat(7, 40, 10);
        Assert.NotEqual(board.State.Term, board.Find("ann")!.ReadIn);
    }

    [Fact]
    public void An_older_mark_never_lowers_a_newer_one()
    {
        board.Apply([new("ann", [MarkField.All, "tag"])], At(10));
        board.Apply([new("ann", [MarkField.All, "tag"])], At(9));
        Assert.Equal((At(10), ("tag", At(10))), (board.Find("ann")!.All, board.Find("ann")!.Attributes[0]));
    }

    [Fact]
    public void A_person_with_very_many_changed_attributes_has_changed_altogether()
    {
        for (var i = 0; i < 4096; i++)
        {
            board.Apply([new("ann", [$"tag{i}"])], At(10 + i));
        }

        Assert.Equal((4096, Instant.Never), (board.Find("ann")!.Attributes.Count, board.Find("ann")!.All));
        Assert.All(Enumerable.Range(0, 4096), i => Assert.Equal(At(10 + i), board.Find("ann")!.Of($"tag{i}")));
        board.Apply([new("ann", ["tag-new"])], At(9));
        Assert.Empty(board.Find("ann")!.Attributes);
        Assert.Equal((At(4105), At(4105)), (board.Find("ann")!.All, board.Find("ann")!.Moved));
    }

    [Fact]
    public void People_with_many_changed_attributes_take_the_room_of_many()
    {
        var small = new MarkBoard(local: true, capacity: 100);
        for (var i = 0; i < 10; i++)
        {
            small.Apply([new($"p{i}", [.. Enumerable.Range(0, 50).Select(tag => $"tag{tag}")])], At(20 + i));
        }

        Assert.Null(small.Find("p0"));
        Assert.NotNull(small.Find("p9"));
        Assert.True(small.State.Horizon >= At(20));
    }

    [Fact]
    public void A_full_board_drops_the_oldest_and_says_that_redis_must_be_asked_for_them()
    {
        var small = new MarkBoard(local: false, capacity: 10);
        small.Receive(MarkMessage.Parse($"b 7 0 {At(10).Micros}")!, At(10));
        small.Apply([new(Renderer.Profiles.Marks.Mark.Everybody, [MarkField.All])], At(10));
        for (var i = 0; i < 11; i++)
        {
            small.Apply([new($"p{i}", [MarkField.All])], At(20 + i));
        }

        Assert.Null(small.Find("p0"));
        Assert.NotNull(small.Find("p10"));
        Assert.NotNull(small.Find(Renderer.Profiles.Marks.Mark.Everybody));
        Assert.True(small.State.CompleteSince > At(20));
        Assert.Equal(Instant.Never, small.State.Horizon);
    }

    [Fact]
    public void A_full_board_without_redis_holds_what_it_forgets_as_stale()
    {
        var small = new MarkBoard(local: true, capacity: 10);
        for (var i = 0; i < 11; i++)
        {
            small.Apply([new($"p{i}", [MarkField.All])], At(20 + i));
        }

        Assert.Null(small.Find("p0"));
        Assert.True(small.State.Horizon >= At(20));
        Assert.True(small.Connected(At(1000)));
    }

    [Fact]
    public void Marks_made_here_are_each_later_than_the_one_before()
    {
        var local = new MarkBoard(local: true, MarkBoard.Capacity);
        var first = local.Make([new("ann", [MarkField.All])], At(10));
        var second = local.Make([new("ann", [MarkField.All])], At(9));
        Assert.Equal(At(10), first);
        Assert.True(second > first);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x 7 1 1")]
    [InlineData("b 7 1")]
    [InlineData("b seven 1 1")]
    [InlineData("m 7 -1 1 ann=*")]
    [InlineData("m 7 1 1 =*")]
    [InlineData("m 7 1 1 ann")]
    public void What_is_no_message_is_none(string text) => Assert.Null(MarkMessage.Parse(text));

    private static Instant At(double seconds) => new((long)(seconds * 1_000_000));

    private void Beat(ulong generation, long epoch, double at) => Say("b", generation, epoch, at);

    private void Mark(ulong generation, long epoch, double at, params string[] marks) => Say("m", generation, epoch, at, marks);

    private void Say(string kind, ulong generation, long epoch, double at, params string[] marks) =>
        Say(kind, generation, epoch, At(at), At(at), marks);

    private void Say(string kind, ulong generation, long epoch, Instant at, Instant now, params string[] marks) =>
        board.Receive(MarkMessage.Parse(string.Join(' ', [kind, generation.ToString("x", System.Globalization.CultureInfo.InvariantCulture), $"{epoch}", $"{at.Micros}", .. marks]))!, now);
}
