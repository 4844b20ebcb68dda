using System.Diagnostics;
using System.Globalization;
using Renderer.Templates.Amp;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>What a look through a document finds in it.</summary>
public sealed class AmpFoundTests
{
    [Theory]
    [InlineData("<FORM method=\"post\">", "amp-form")]
    [InlineData("<form-like>", "")]
    [InlineData("<p [text]=\"x\">", "amp-bind")]
    [InlineData("<p DATA-AMP-BIND-text=\"x\">", "amp-bind")]
    [InlineData("<p title=\"[text] data-amp-bind-text AMP.setState\">", "")]
    [InlineData("<button on=\"tap:AMP.setState({x: 1})\">", "amp-bind")]
    [InlineData("<title>[text] data-amp-bind-text</title>", "")]
    [InlineData("<form><textarea [text]=\"x\">y</textarea></form>", "amp-bind amp-form")]
    [InlineData("<textarea title='>'>[text] on='AMP.setState'</textarea>", "")]
    public void The_extensions_that_it_uses(string html, string expected) =>
        Assert.Equal(expected, string.Join(' ', AmpFound.In(html).Used.Order(StringComparer.Ordinal)));

    [Fact]
    public void A_part_of_the_frame_is_that_tag_alone_and_a_quoted_end_does_not_end_it()
    {
        var found = AmpFound.In("<html-like><head-like><body-like><style title='>' amp4email-boilerplate>body{visibility:hidden}</style>");

        Assert.Equal((null, null, null), (found.Html, found.HeadEnd, found.BodyEnd));
        Assert.True(found.HasBoilerplate);
    }

    [Fact]
    public void A_tag_of_very_many_attributes_takes_no_square_of_their_number()
    {
        // Each against each other are 20 billion comparisons.
        var attributes = string.Join(' ', Enumerable.Range(0, 200_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i}")));
        var watch = Stopwatch.StartNew();
        var html = AmpFound.In($"<html {attributes} A1=\"x\">").Html!;

        Assert.Equal((200_000, ""), (html.Attributes.Count, html.Find("a1")!.Value.Value));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }
}
