using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class MarksTests
{
    [Theory]
    [InlineData("qr", "abc")]
    [InlineData("code128", "A1")]
    [InlineData("ean13", "4003994155486")]
    public async Task A_turned_code_stands_in_its_box(string mark, string text)
    {
        using var straight = await Drawn.PngAsync(Code(mark, text, ""));
        using var turned = await Drawn.PngAsync(Code(mark, text, "rotate(90 110 40)"));
        var ink = Drawn.Inked(straight, 80, 10, 140, 70);
        Assert.InRange(Drawn.Inked(turned, 80, 10, 140, 70), ink * 0.8, ink * 1.25);
        Assert.Equal(Drawn.Inked(turned, 80, 10, 140, 70), Drawn.Inked(turned, 0, 0, 200, 80));
    }

    [Fact]
    public async Task A_code_smaller_than_its_modules_stands_in_its_box()
    {
        using var small = await Drawn.PngAsync($"<rect width='200' height='80' fill='#fff'/><g transform='translate(100.5 40.5) scale(.001)'><rect data-mark='qr' data-text='abc' x='400' y='400' width='16000' height='16000'/></g>");
        Assert.InRange(Drawn.Inked(small, 100, 40, 118, 58), 1, 300);
        Assert.Equal(Drawn.Inked(small, 100, 40, 118, 58), Drawn.Inked(small, 0, 0, 200, 80));
    }

    [Fact]
    public async Task A_span_is_shown_in_its_theme_and_until_its_end_alone()
    {
        const string Inside = "<text x='5' y='40' font-size='40' font-weight='700'><tspan data-theme='light' fill='red'>I</tspan><tspan data-theme='dark' fill='blue'>I</tspan>"
            + "<tspan data-show='ended' fill='lime'>I</tspan></text>";
        using var light = await Drawn.PngAsync(Inside);
        using var dark = await Drawn.PngAsync(Inside, order => order with { Dark = true });
        Assert.Equal((true, false, false), Has(light));
        Assert.Equal((false, true, false), Has(dark));
    }

    private static string Code(string mark, string text, string turn) =>
        $"<rect width='200' height='80' fill='#fff'/><g transform='{turn}'><rect data-mark='{mark}' data-text='{text}' x='80' y='10' width='60' height='60'/></g>";

    private static (bool Red, bool Blue, bool Lime) Has(SKBitmap picture)
    {
        HashSet<SKColor> colors = [.. from x in Enumerable.Range(0, picture.Width) from y in Enumerable.Range(0, picture.Height) select picture.GetPixel(x, y)];
        return (colors.Contains(SKColors.Red), colors.Contains(SKColors.Blue), colors.Contains(SKColors.Lime));
    }
}
