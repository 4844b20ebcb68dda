using Renderer.Templates.Links;
using Xunit;

namespace Renderer.Tests.Templates.Links;

public sealed class ClickAddressTests
{
    [Theory]
    [InlineData("https://x.example", "utm=a", "https://x.example?utm=a")]
    [InlineData("https://x.example/?", "utm=a", "https://x.example/?utm=a")]
    [InlineData("https://x.example/?a=1", "utm=a&b=2", "https://x.example/?a=1&utm=a&b=2")]
    [InlineData("https://x.example/?a=1&", "utm=a", "https://x.example/?a=1&utm=a")]
    [InlineData("https://x.example/p#top", "utm=a", "https://x.example/p?utm=a#top")]
    [InlineData("https://x.example/p?a=1#/?q", "utm=a", "https://x.example/p?a=1&utm=a#/?q")]
    [InlineData("https://x.example/?utm=mine", "utm=a&b=2", "https://x.example/?utm=mine&b=2")]
    [InlineData("https://x.example/?utm=mine", "utm=a", "https://x.example/?utm=mine")]
    [InlineData("https://x.example/", "", "https://x.example/")]
    public void Parameters_are_added_before_the_fragment_and_never_twice(string address, string parameters, string expected) =>
        Assert.Equal(expected, ClickAddress.With(address, parameters));

    [Theory]
    [InlineData("https://x.example/")]
    [InlineData(" HTTP://x.example/a%20b?q=ü ")]
    [InlineData("https://x.example:8443/a;b,c/(d)?e[]")]
    public void An_address_of_a_page_is_a_click(string address) => Assert.Equal(!address.Contains('['), ClickAddress.IsClick(address));

    [Theory]
    [InlineData("")]
    [InlineData("#top")]
    [InlineData("/relative")]
    [InlineData("mailto:a@x.example")]
    [InlineData("tel:+49123")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://x.example/*|UNSUB|*")]
    [InlineData("https://x.example/?e=%%emailaddr%%")]
    [InlineData("https://x.example/%recipient.id%")]
    [InlineData("https://x.example/{$link}")]
    [InlineData("https://x.example/[[EMAIL_TO]]")]
    [InlineData("https://x.example/<%asm_group%>")]
    [InlineData("https://x.example/${id}")]
    [InlineData("https://x.example/a b")]
    public void Whatever_else_is_none(string address) => Assert.False(ClickAddress.IsClick(address));
}
