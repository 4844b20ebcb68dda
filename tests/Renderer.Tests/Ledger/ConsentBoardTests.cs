using Renderer.Ledger;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>What a node holds in memory of what people agreed to.</summary>
public sealed class ConsentBoardTests
{
    private static readonly int Granted = ConsentBits.Of(new(Consent.Granted, Consent.Granted, Consent.Granted));
    private static readonly int Withdrawn = ConsentBits.Of(new(Consent.Granted, Consent.Withdrawn, Consent.Granted));

    [Fact]
    public void The_list_of_who_wants_no_personal_mail_is_made_only_when_somebody_joined_or_left_it()
    {
        var board = new ConsentBoard();
        Put(board, "ann", Granted, 0);
        Assert.Null(board.Withdrawn());

        Put(board, "ann", Withdrawn, 0);
        Assert.Equal(8, board.Withdrawn()!.Length);
        Put(board, "ann", Withdrawn, Granted);
        Put(board, "bob", Granted, Granted);
        Assert.Null(board.Withdrawn());

        board.Forget(WorkspaceName.Default, ["ann"]);
        Assert.Empty(board.Withdrawn()!);
    }

    [Fact]
    public void What_attributes_say_leaves_what_was_stated()
    {
        var board = new ConsentBoard();
        Put(board, "ann", Withdrawn, 0);
        Assert.True(board.PutMapped(WorkspaceName.Default, ["ann", "ann@people.example"], Granted));

        Assert.Equal((ConsentBits.Read(Withdrawn), ConsentBits.Read(Granted)), board.Find(WorkspaceName.Default, ["ann"]));
        Assert.Equal((default(ConsentState), ConsentBits.Read(Granted)), board.Find(WorkspaceName.Default, ["ann@people.example"]));
        Assert.Equal(8, board.Withdrawn()!.Length);
    }

    [Fact]
    public void Where_it_is_full_it_still_holds_what_is_stated_and_what_is_refused()
    {
        var board = new ConsentBoard(most: 1);
        Assert.True(board.PutMapped(WorkspaceName.Default, ["ann"], Granted));
        Assert.False(board.PutMapped(WorkspaceName.Default, ["bob"], Granted));
        Assert.True(board.PutMapped(WorkspaceName.Default, ["cyd"], Withdrawn));
        Put(board, "dan", Granted, 0);

        Assert.Equal(3, board.Count);
        Assert.Equal((default(ConsentState), default(ConsentState)), board.Find(WorkspaceName.Default, ["bob"]));
        Assert.Equal(ConsentBits.Read(Withdrawn), board.Find(WorkspaceName.Default, ["cyd"]).Mapped);

        // Whoever is held already may agree again.
        Assert.True(board.PutMapped(WorkspaceName.Default, ["cyd"], Granted));
        Assert.Equal(ConsentBits.Read(Granted), board.Find(WorkspaceName.Default, ["cyd"]).Mapped);
    }

    private static void Put(ConsentBoard board, string name, int stated, int mapped) => board.Put(WorkspaceName.Default, name, stated, mapped);
}
