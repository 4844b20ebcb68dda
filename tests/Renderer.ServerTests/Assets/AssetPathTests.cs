using Renderer.Server.Assets;
using Xunit;

namespace Renderer.ServerTests.Assets;

public sealed class AssetPathTests
{
    [Theory]
    [InlineData("https://cdn.example.com", "a.png", "https://cdn.example.com/a.png")]
    [InlineData("https://cdn.example.com/", "a.png", "https://cdn.example.com/a.png")]
    [InlineData("https://cdn.example.com/mail/", "2026/a b.png", "https://cdn.example.com/mail/2026/a%20b.png")]
    [InlineData("https://cdn.example.com:8443/m%20l", ".a..b.png", "https://cdn.example.com:8443/m%20l/.a..b.png")]
    public void A_path_is_put_below_the_address(string address, string path, string target) =>
        Assert.Equal(target, AssetPath.Under(new Uri(address), path)!.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/a.png")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("a/../b.png")]
    [InlineData("a/./b.png")]
    [InlineData("..;a=1/b.png")]
    [InlineData("a%2fb.png")]
    [InlineData("a\\b.png")]
    [InlineData("a\r\nb.png")]
    [InlineData("a\u007fb.png")]
    public void What_could_lead_elsewhere_is_no_path(string? path) => Assert.Null(AssetPath.Under(new Uri("https://cdn.example.com/mail"), path));

    [Fact]
    public void A_path_has_an_end() => Assert.Null(AssetPath.Under(new Uri("https://cdn.example.com"), new string('a', 1025)));
}
