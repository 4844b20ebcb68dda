using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Model.Workspaces;

/// <summary>Whose mails may ask for AMP data.</summary>
public sealed class AmpSettingsTests
{
    private static readonly AmpSettings Settings = new(["News@brand.example", "*@Shop.example"]);

    [Theory]
    [InlineData("news@brand.example", true)]
    [InlineData("NEWS@BRAND.example", true)]
    [InlineData("other@brand.example", false)]
    [InlineData("any.body+tag@shop.example", true)]
    [InlineData("a@mail.shop.example", false)]
    [InlineData("a@notshop.example", false)]
    [InlineData("a@evil.example@shop.example", false)]
    [InlineData("@shop.example", false)]
    [InlineData("*@shop.example", false)]
    [InlineData("a@shop.example\r\nSet-Cookie: a=b", false)]
    [InlineData("a@shop.example,b@shop.example", false)]
    [InlineData("\"a b\"@shop.example", false)]
    [InlineData("ä@shop.example", false)]
    [InlineData("", false)]
    public void A_sender_is_admitted_as_the_list_says(string sender, bool expected) => Assert.Equal(expected, Settings.Admits(sender));

    [Fact]
    public void An_address_longer_than_mail_allows_is_nobodys() => Assert.False(Settings.Admits(new string('a', 250) + "@shop.example"));

    [Fact]
    public void Without_a_list_nobody_is_admitted() => Assert.False(AmpSettings.None.Admits("news@brand.example"));

    [Theory]
    [InlineData("news@brand.example", true)]
    [InlineData("*@brand.example", true)]
    [InlineData("*", false)]
    [InlineData("*@", false)]
    [InlineData("*@*.brand.example", false)]
    [InlineData("n*@brand.example", false)]
    public void A_list_holds_addresses_and_whole_domains(string text, bool expected) => Assert.Equal(expected, AmpSettings.IsSender(text));
}
