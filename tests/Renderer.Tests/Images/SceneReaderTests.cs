using System.Diagnostics;
using Renderer.Images;
using Renderer.Images.Scenes;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class SceneReaderTests
{
    private static readonly ImageLimits Limits = new();

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY x \"y\">]><svg>&x;</svg>")]
    [InlineData("<!DOCTYPE svg SYSTEM \"file:///etc/passwd\"><svg/>")]
    [InlineData("<svg>&nbsp;</svg>")]
    [InlineData("<svg><rect></svg>")]
    [InlineData("<svg/><svg/>")]
    [InlineData("<html/>")]
    [InlineData("")]
    [InlineData("{}")]
    public void What_is_no_plain_SVG_is_not_read(string scene) => Assert.Equal(PictureFailure.Unreadable, SceneReader.Read(scene, Limits).Failure);

    [Fact]
    public void A_fault_is_told_at_its_place()
    {
        var reading = SceneReader.Read("<svg>\n  <rect x=1/>\n</svg>", Limits);
        Assert.Equal((2, 11), (reading.Line, reading.Column));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Elements_know_where_they_begin(string line)
    {
        var scene = $"<?xml version='1.0'?>{line}<svg>{line}<g a='>'>{line}😀 <rect/></g>{line}<text>x</text></svg>";
        var tree = SceneReader.Read(scene, Limits).Tree!;
        Assert.All(tree.InOrder, element => Assert.StartsWith("<" + element.Name, scene[element.Start..], StringComparison.Ordinal));
        Assert.Equal(4, tree.InOrder.Count);
    }

    [Fact]
    public void Depth_count_and_length_are_limited()
    {
        var deep = string.Concat(Enumerable.Repeat("<g>", 40)) + string.Concat(Enumerable.Repeat("</g>", 40));
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read($"<svg>{deep}</svg>", Limits).Failure);
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read($"<svg>{string.Concat(Enumerable.Repeat("<g/>", 5_000))}</svg>", Limits).Failure);
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read($"<svg>{new string(' ', 100)}</svg>", Limits with { SceneCharacters = 50 }).Failure);
    }

    [Fact]
    public void Rules_of_style_sheets_are_limited_however_often_they_name_the_same()
    {
        static string Sheet(string rules) => $"<svg><style>{rules}</style></svg>";
        Assert.Equal(PictureFailure.None, SceneReader.Read(Sheet(string.Concat(Enumerable.Repeat("rect{fill:red}", 500))), Limits).Failure);
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read(Sheet(string.Concat(Enumerable.Repeat("rect{fill:red}", 501))), Limits).Failure);
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read(Sheet($"{string.Join(',', Enumerable.Repeat("rect", 501))}{{fill:red}}"), Limits).Failure);
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read(Sheet($"rect{{fill:{new string(' ', 70_000)}red}}"), Limits).Failure);
        Assert.Equal(PictureFailure.SceneTooLarge, SceneReader.Read($"<svg>{string.Concat(Enumerable.Repeat("<style>rect{fill:red}</style>", 501))}</svg>", Limits).Failure);
    }

    [Fact]
    public void Classes_beyond_the_sixteenth_and_repeated_ones_are_not_asked()
    {
        var sheet = string.Concat(Enumerable.Range(0, 20).Select(at => $".c{at}{{x:{at}}}"));
        var tree = SceneReader.Read($"<svg><style>{sheet}</style><rect class='c0 c0 {string.Join(' ', Enumerable.Range(0, 20).Select(at => "c" + at))}'/></svg>", Limits).Tree!;
        Assert.Equal(Enumerable.Range(0, 16).Select(at => $"x:{at}"), tree.Rules.For(tree.InOrder[2]));
    }

    [Fact]
    public void Many_comments_of_a_style_sheet_are_taken_out_at_once()
    {
        var watch = Stopwatch.StartNew();
        var tree = SceneReader.Read($"<svg><style>{string.Concat(Enumerable.Repeat("/*}*/", 200_000))}rect/* {{ */{{fill:/* ; */red}}</style><rect/></svg>", Limits).Tree!;
        Assert.Equal(["fill:red"], tree.Rules.For(tree.InOrder[2]));
        // One pass is milliseconds; a copy of the rest for each comment, some hundred thousand megabytes.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("#f00", 0xFFFF0000)]
    [InlineData("#ff000080", 0x80FF0000)]
    [InlineData("rgb(255, 0, 0)", 0xFFFF0000)]
    [InlineData("rgba(100% 0% 0% / 50%)", 0x80FF0000)]
    [InlineData("rebeccapurple", 0xFF663399)]
    [InlineData("transparent", 0x00FFFFFF)]
    public void Colours_are_read(string text, uint color)
    {
        Assert.True(Colors.TryParse(text, out var read));
        Assert.Equal(color, (uint)read);
    }

    [Theory]
    [InlineData("#ff")]
    [InlineData("windowtext")]
    [InlineData("rgb(1,2)")]
    [InlineData("var(--x)")]
    [InlineData("")]
    public void Other_words_are_no_colours(string text) => Assert.False(Colors.TryParse(text, out _));
}
