using Renderer.Server.Passthrough;
using Xunit;

namespace Renderer.ServerTests.Passthrough;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("ann@x.example", "ann@x.example")]
    [InlineData(" Ann <ann@x.example> ", "ann@x.example")]
    [InlineData("a@x.example, B <b@x.example>,c@x.example", "a@x.example|b@x.example|c@x.example")]
    [InlineData("\"Doe, Ann\" <ann@x.example>, b@x.example", "ann@x.example|b@x.example")]
    [InlineData("\"a \\\", <b>\" <ann@x.example>, b@x.example", "ann@x.example|b@x.example")]
    [InlineData("Ann (of, (x)) <ann@x.example>, b@x.example", "ann@x.example|b@x.example")]
    [InlineData(",, ,", "")]
    [InlineData("", "")]
    [InlineData("\"open", "\"open")]
    [InlineData("trailing\\", "trailing\\")]
    [InlineData("\"x\\", "\"x\\")]
    public void A_list_is_parted_at_its_own_commas(string list, string expected) =>
        Assert.Equal(expected, string.Join('|', Mailbox.Of(list).Select(one => one.Address)));

    [Fact]
    public void Each_keeps_its_spelling() =>
        Assert.Equal(["\"Doe, Ann\" <ann@x.example>", "b@x.example"], Mailbox.Of("\"Doe, Ann\" <ann@x.example>,  b@x.example").Select(one => one.Text));
}
