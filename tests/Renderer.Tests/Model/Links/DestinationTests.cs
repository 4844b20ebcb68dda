using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Model.Links;

public sealed class DestinationTests
{
    [Theory]
    [InlineData("https://shop.example/sale?a=1&b=%20#top", "https://shop.example/sale?a=1&b=%20#top")]
    [InlineData("http://shop.example", "http://shop.example")]
    [InlineData("https://shop.example:8443/a//b/../c?x=%zz", "https://shop.example:8443/a//b/../c?x=%zz")]
    [InlineData("https://[2001:db8::1]/x", "https://[2001:db8::1]/x")]
    [InlineData("HTTPS://shop.example/A", "https://shop.example/A")]
    [InlineData("https://shop.example/größe?q=ä b", "https://shop.example/gr%C3%B6%C3%9Fe?q=%C3%A4%20b")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/")]
    [InlineData("https://shop.example/{{id}}|x", "https://shop.example/%7B%7Bid%7D%7D%7Cx")]
    public void A_web_address_is_taken_as_it_can_stand_in_a_header(string text, string url)
    {
        Assert.True(Destination.TryParse(text, out var destination));
        Assert.Equal(url, destination.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/sale")]
    [InlineData("//shop.example/sale")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("mailto:ann@people.example")]
    [InlineData("ftp://shop.example/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("https://shop.example@evil.example/")]
    [InlineData("https://ann:secret@shop.example/")]
    public void Anything_else_is_refused(string? text) => Assert.False(Destination.TryParse(text, out _));

    [Theory]
    [InlineData("https://shop.example/\r\nSet-Cookie: a=b")]
    [InlineData("https://shop.example/\u0000")]
    [InlineData("https://shop.example\\@evil.example/")]
    [InlineData("https://shop.example/\u202e\u0085")]
    public void Nothing_in_it_can_end_a_header_or_change_the_host(string text)
    {
        if (Destination.TryParse(text, out var destination))
        {
            Assert.StartsWith("https://shop.example/", destination.ToString(), StringComparison.Ordinal);
            Assert.All(destination.ToString(), c => Assert.InRange(c, '!', '~'));
        }
    }

    [Fact]
    public void It_may_be_2048_characters_long()
    {
        var url = "https://shop.example/".PadRight(Destination.MaxLength, 'x');

        Assert.True(Destination.TryParse(url, out _));
        Assert.False(Destination.TryParse(url + "x", out _));
        Assert.False(Destination.TryParse("https://shop.example/" + new string('ä', 400), out _));
    }
}
