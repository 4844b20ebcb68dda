using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class RolesTests
{
    [Fact]
    public void Every_role_has_a_word_that_reads_back()
    {
        var each = Enum.GetValues<Role>().Where(role => role != Role.None).ToList();

        Assert.Equal(8, each.Count);
        Assert.All(each, role => Assert.True(Roles.TryParse(role.Label(), out var read) && read == role));
        Assert.Equal("pull,send,events,author,publish,approve,operate,privacy", Roles.Words);
    }

    [Theory]
    [InlineData("send,author", Role.Send | Role.Author)]
    [InlineData("author send", Role.Send | Role.Author)]
    [InlineData(" privacy , ,privacy", Role.Privacy)]
    public void Lists_are_read(string text, Role expected) => Assert.True(Roles.TryParse(text, out var roles) && roles == expected);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("send,admin")]
    [InlineData("Send")]
    [InlineData("2")]
    public void What_is_no_role_gives_none(string? text)
    {
        Assert.False(Roles.TryParse(text, out var roles));
        Assert.Equal(Role.None, roles);
    }
}
