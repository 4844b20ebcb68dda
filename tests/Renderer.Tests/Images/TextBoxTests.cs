using Renderer.Images.Text;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class TextBoxTests
{
    private const string Fox = "The quick brown fox jumps over the lazy dog";

    [Fact]
    public void Lines_end_at_spaces_and_keep_within_the_width()
    {
        var paragraph = ScriptsTests.Of(Fox);
        var widths = LineBreaks.Widths(paragraph);
        var lines = LineBreaks.Find(Fox, widths, 120);
        Assert.Equal(Fox, string.Join(' ', lines.Select(line => Fox[line.From..line.To])));
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(TextLine.Of(paragraph, line.From, line.To).Width <= 120));
    }

    [Fact]
    public void A_word_that_is_too_wide_is_broken_between_letters()
    {
        const string Text = "Donaudampfschifffahrtsgesellschaft";
        var lines = LineBreaks.Find(Text, LineBreaks.Widths(ScriptsTests.Of(Text)), 60);
        Assert.True(lines.Count > 3);
        Assert.Equal(Text, string.Concat(lines.Select(line => Text[line.From..line.To])));
    }

    [Fact]
    public void Japanese_breaks_between_letters_but_not_before_a_full_stop()
    {
        const string Text = "これは日本語の文章です。はい。";
        for (var width = 40; width < 200; width += 7)
        {
            var lines = LineBreaks.Find(Text, LineBreaks.Widths(ScriptsTests.Of(Text)), width);
            Assert.Equal(Text, string.Concat(lines.Select(line => Text[line.From..line.To])));
            Assert.All(lines, line => Assert.NotEqual('。', Text[line.From]));
        }
    }

    [Fact]
    public async Task What_does_not_fit_is_cut_with_an_ellipsis()
    {
        using var cut = await Drawn.PngAsync($"<rect width='200' height='80' fill='white'/><text y='20' data-width='100' data-lines='1'>{Fox}</text>");
        var shown = new List<int>();
        for (var length = 1; length < 20; length++)
        {
            using var written = await Drawn.PngAsync($"<rect width='200' height='80' fill='white'/><text y='20'>{Fox[..length]}…</text>");
            if (Drawn.Difference(cut, written) == 0)
            {
                shown.Add(length);
            }
        }

        Assert.InRange(Assert.Single(shown), 6, 14);
        Assert.Equal(0, Drawn.Inked(cut, 101, 0, 200, 80));
    }

    [Fact]
    public async Task Text_is_made_smaller_until_it_fits_and_not_below_the_least_size()
    {
        using var fits = await Drawn.PngAsync("<rect width='200' height='80' fill='white'/><text x='5' y='60' font-size='40' data-width='100' data-lines='1' data-fit='shrink'>Maximiliane</text>");
        Assert.True(Drawn.Inked(fits, 0, 0, 110, 80) > 100);
        Assert.Equal(0, Drawn.Inked(fits, 110, 0, 200, 80));

        using var least = await Drawn.PngAsync("<rect width='200' height='80' fill='white'/><text x='5' y='60' font-size='40' data-width='20' data-lines='1' data-fit='shrink' data-min-size='39'>Maximiliane</text>");
        Assert.InRange(Drawn.Inked(least, 0, 0, 200, 80), 5, 200);
    }

    [Theory]
    [InlineData("start", 100, 200)]
    [InlineData("end", 0, 100)]
    public async Task An_anchor_says_on_which_side_text_stands(string anchor, int from, int to)
    {
        using var drawn = await Drawn.PngAsync($"<rect width='200' height='80' fill='white'/><text x='100' y='50' text-anchor='{anchor}'>Anchor</text>");
        Assert.Equal(Drawn.Inked(drawn, 0, 0, 200, 80), Drawn.Inked(drawn, from, 0, to, 80));
    }

    [Fact]
    public async Task A_span_has_its_own_colour_and_place()
    {
        using var drawn = await Drawn.PngAsync("<text x='5' y='40' font-size='40' font-weight='700'><tspan fill='red'>I</tspan><tspan x='150' fill='blue'>I</tspan></text>");
        Assert.Contains(SKColors.Red, Colors(drawn, 0, 60));
        Assert.DoesNotContain(SKColors.Blue, Colors(drawn, 0, 60));
        Assert.Contains(SKColors.Blue, Colors(drawn, 140, 200));
    }

    private static HashSet<SKColor> Colors(SKBitmap picture, int left, int right) =>
        [.. from x in Enumerable.Range(left, right - left) from y in Enumerable.Range(0, picture.Height) select picture.GetPixel(x, y)];
}
