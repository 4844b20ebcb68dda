using Renderer.Templates.Amp;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>What makes two documents one to the rules: everything but text and good addresses.</summary>
public sealed class AmpShapeTests
{
    [Theory]
    [InlineData("<a href=\"https://x.example/u?t=1&amp;m=2\">x</a>", "<a href=\"https://other.example/u?t=abcdef\">x</a>")]
    [InlineData("<a class=\"b\" href='mailto:u+1@x.example' title=\"y\">x</a>", "<a class=\"b\" href='mailto:u+2345@x.example' title=\"y\">x</a>")]
    [InlineData("<amp-img src=\"https://x.example/1.png\" width=\"1\" height=\"1\"></amp-img>", "<amp-img src=\"https://x.example/23456.png\" width=\"1\" height=\"1\"></amp-img>")]
    [InlineData("<amp-list src=\"https://x.example/1\" layout=\"container\"></amp-list>", "<amp-list src=\"https://x.example/2\" layout=\"container\"></amp-list>")]
    [InlineData("<a href=\"https://x\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("one<p>one</p>one", "two<p>two</p>two")]
    [InlineData("<p>one</p><!-- one -->", "<p>two</p>")]
    [InlineData("<html ⚡4email>one<p>x</p>", "<html ⚡4email>two<p>x</p>")]
    [InlineData("<html ⚡4email><head><title>x</title></head><p>one</p></html>", "<html ⚡4email><head><title>x</title></head><p>two</p></html>")]
    [InlineData("<html ⚡4email><head></head><body>one<p>one</p></body></html>", "<html ⚡4email><head></head><body>two<p>two</p></body></html>")]
    public void Documents_that_differ_in_text_and_good_addresses_have_one_shape(string one, string other) =>
        Assert.Equal(AmpFound.In(one).Shape, AmpFound.In(other).Shape);

    [Theory]
    [InlineData("<a href=\"javascript:https://x.example\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("<a href=\"https://x y/\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("<a href=\"https://x.example/{{x}}\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("<a href=\"https://x.example/&#123;&#123;x}}\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("<a href=\"https://x.example/?&#95;_amp_source_origin\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("<a href=\"https://x.example/'\">x</a>", "<a href=\"https://x.example/1\">x</a>")]
    [InlineData("<amp-img src=\"http://x.example/1.png\"></amp-img>", "<amp-img src=\"https://x.example/1.png\"></amp-img>")]
    [InlineData("<a href=\"https://x.example/1\" class=\"a\">x</a>", "<a href=\"https://x.example/1\" class=\"b\">x</a>")]
    [InlineData("<p title=\"https://x.example/1\">x</p>", "<p title=\"https://x.example/2\">x</p>")]
    [InlineData("<head>one</head><p>x</p>", "<head>two</head><p>x</p>")]
    [InlineData("<head></head>one<body><p>x</p>", "<head></head> <body><p>x</p>")]
    [InlineData("<p>one</p></head>", "<p>two</p></head>")]
    [InlineData("<title>one</title><p>x</p>", "<title>two</title><p>x</p>")]
    [InlineData("<p title=\"é\">x</p>", "<p title=\"è\">x</p>")]
    public void Whatever_may_be_judged_otherwise_has_a_shape_of_its_own(string one, string other) =>
        Assert.NotEqual(AmpFound.In(one).Shape, AmpFound.In(other).Shape);

    [Fact]
    public void A_good_document_vouches_for_none_with_a_bad_address()
    {
        var verdicts = new AmpVerdicts();
        Assert.Empty(Check(verdicts, "<a href=\"https://x.example/1\">x</a>"));
        Assert.Empty(Check(verdicts, "<a href=\"https://x.example/2\">x</a>"));
        Assert.Equal(["INVALID_URL_PROTOCOL"], Check(verdicts, "<a href=\"javascript:https://x.example/1\">x</a>"));
    }

    private static IEnumerable<string> Check(AmpVerdicts verdicts, string written)
    {
        var found = AmpFound.In(written);
        return verdicts.Check(AmpDocument.Finish(written, found), found.Shape).Select(fault => fault.Code);
    }
}
