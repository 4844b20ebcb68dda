using Renderer.Images;
using Renderer.Model;
using Renderer.Tests.HouseRules;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class CheckTests
{
    private static IReadOnlyList<Diagnostic> Check(string scene, PictureFormat format = PictureFormat.Png)
    {
        using var maker = new PictureMaker(new ImageSettings { Limits = new ImageLimits { Time = TimeSpan.FromSeconds(20) } }, TimeProvider.System);
        return maker.Check(Drawn.Order(scene, format));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "scene_element")]
    [InlineData("<foreignObject/>", "scene_element")]
    [InlineData("<rect width='1' height='1' filter='url(#f)'/>", "scene_attribute")]
    [InlineData("<rect width='1' height='1' onclick='x()'/>", "scene_attribute")]
    [InlineData("<rect width='wide' height='1'/>", "scene_value")]
    [InlineData("<rect width='1' height='1' fill='#12'/>", "scene_value")]
    [InlineData("<rect width='1' height='1' fill='url(#nothing)'/>", "scene_reference")]
    [InlineData("<rect width='1' height='1' transform='spin(3)'/>", "scene_value")]
    [InlineData("<path d='M 0 0 L'/>", "scene_value")]
    [InlineData("<image href='https://other.example/x.png'/>", "scene_image")]
    [InlineData("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>", "scene_image")]
    [InlineData("<image href='file:///etc/passwd'/>", "scene_image")]
    [InlineData("<use href='https://other.example/x.svg#a'/>", "scene_reference")]
    [InlineData("<text font-family='Comic Sans'>x</text>", "scene_font")]
    [InlineData("<text>&#x12000;</text>", "scene_glyph")]
    [InlineData("<rect data-mark='pie' width='9' height='9'/>", "scene_mark")]
    [InlineData("<rect data-mark='ean13' data-text='1' width='9' height='9'/>", "scene_mark")]
    [InlineData("<text data-countdown='soon'>x</text>", "scene_value")]
    [InlineData("<text data-countdown='2027-01-01' data-format=\"ss '&#x12000;'\"/>", "scene_glyph")]
    [InlineData("<style>g rect{fill:red}</style>", "scene_style")]
    public void What_is_not_drawn_is_said_at_its_place(string element, string code)
    {
        var findings = Check(Drawn.Svg("\n   " + element));
        var finding = Assert.Single(findings, finding => finding.Code == code);
        if (code is not "scene_style")
        {
            Assert.Equal((2, 5), (finding.Line, finding.Column));
        }
    }

    [Fact]
    public void A_scene_without_a_size_a_scene_that_is_none_and_one_beyond_a_limit_are_errors()
    {
        Assert.Equal("scene_size", Assert.Single(Check("<svg xmlns='http://www.w3.org/2000/svg'/>")).Code);
        Assert.Equal("scene_unreadable", Assert.Single(Check("<svg>")).Code);
        Assert.Contains(Check(Drawn.Svg("<g id='a'><use href='#a'/></g>")), finding => finding is { Code: "scene_limit", Severity: Severity.Error });
        Assert.Contains(Check(Drawn.Svg("<text data-countdown='2026-12-24'/>", "width='600' height='200' data-frames='90'"), PictureFormat.Gif), finding => finding is { Code: "scene_frames", Severity: Severity.Warning });
        Assert.Contains(Check(Drawn.Svg("<text data-countdown='2026-12-24'/>", "width='600' height='200' data-frames='900'"), PictureFormat.Gif), finding => finding is { Code: "scene_frames", Severity: Severity.Error });
    }

    [Fact]
    public void The_contact_sheet_is_drawn_whole() =>
        Assert.Empty(Check(Tree.Read("src/Renderer.Images/Sheet/sheet.svg")));

    [Fact]
    public void The_size_for_the_mails_HTML_is_the_scenes_own()
    {
        using var maker = new PictureMaker(new ImageSettings(), TimeProvider.System);
        Assert.Equal((600, 200), maker.SizeOf("<svg viewBox='0 0 600 200'/>"));
        Assert.Equal((300, 200), maker.SizeOf("<svg width='300px' viewBox='0 0 600 200'/>"));
        Assert.Null(maker.SizeOf("<svg/>"));
        Assert.Null(maker.SizeOf("<svg"));
    }
}
