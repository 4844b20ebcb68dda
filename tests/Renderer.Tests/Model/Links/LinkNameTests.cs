using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Model.Links;

public sealed class LinkNameTests
{
    [Fact]
    public void A_name_is_found_again_by_its_hash()
    {
        var byHash = LinkName.OfHash(LinkName.Of("newsletter").Hash);

        Assert.Null(byHash.Text);
        Assert.Equal("newsletter", byHash.Among(["welcome", "newsletter"]));
        Assert.Null(byHash.Among(["welcome"]));
        Assert.Equal(LinkName.Of("newsletter"), byHash);
        Assert.Equal(LinkName.OfText("newsletter").GetHashCode(), byHash.GetHashCode());
    }

    [Fact]
    public void No_name_is_no_other()
    {
        Assert.True(LinkName.Of("").IsNone);
        Assert.Null(default(LinkName).Among(["", "welcome"]));
        Assert.NotEqual(default, LinkName.Of("welcome"));
    }

    // The first 8 bytes of SHA-256("welcome"), made with openssl: what stands in links must not change.
    [Fact]
    public void The_hash_is_the_first_64_bits_of_SHA_256() => Assert.Equal(0x280d44ab1e9f79b5UL, LinkName.Of("welcome").Hash);

    [Fact]
    public void A_version_is_known_by_its_first_twelve_digits()
    {
        var mark = VersionMark.Of("0123456789abcdef01234567");

        Assert.Equal("0123456789ab", mark.ToString());
        Assert.True(mark.Is("0123456789abcdef01234567"));
        Assert.False(mark.Is("0123456789acbdef01234567"));
    }
}
