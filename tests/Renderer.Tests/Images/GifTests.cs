using Renderer.Images.Writing;
using Renderer.Model;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class GifTests
{
    private const string Ground = "<rect width='200' height='80' fill='#1c5d4b'/>";

    private static string Clock(DateTimeOffset end, string more = "") =>
        Drawn.Svg(Ground + $"<text x='100' y='50' font-size='28' font-weight='700' fill='#fff' text-anchor='middle' data-countdown='{end:O}'/>" + more, "width='200' height='80' data-frames='60'");

    [Fact]
    public async Task Sixty_frames_are_the_sixty_pictures_of_those_seconds()
    {
        var end = Drawn.Now.AddSeconds(90_061);
        var frames = Drawn.Frames(await Drawn.MakeAsync(Drawn.Order(Clock(end), PictureFormat.Gif)));
        Assert.Equal(60, frames.Count);
        for (var second = 0; second < 60; second++)
        {
            using var picture = Drawn.Decode(await Drawn.MakeAsync(Drawn.Order(Clock(end)) with { Now = Drawn.Now.AddSeconds(second) }));
            // 32 colours for 100 and more shades of the letters' edges.
            Assert.True(Drawn.Difference(frames[second], picture) <= 16, $"frame {second} is another picture");
        }
    }

    [Theory]
    [InlineData("m 'min' s 's'", 70)]
    [InlineData("d : h : m : s", 122_410)]
    [InlineData("'Noch' s 's'", 30)]
    [InlineData("'日' h:m:s", 40_210)]
    public async Task Units_of_one_letter_keep_their_places_while_they_lose_digits(string format, int seconds)
    {
        var scene = Drawn.Svg(
            Ground + $"<text x='10' y='50' font-size='24' fill='#fff' data-format=\"{format}\" data-countdown='{Drawn.Now.AddSeconds(seconds):O}'/>",
            "width='200' height='80' data-frames='16'");
        var frames = Drawn.Frames(await Drawn.MakeAsync(Drawn.Order(scene, PictureFormat.Gif)));
        Assert.Equal(16, frames.Count);
        using var first = Drawn.Decode(await Drawn.MakeAsync(Drawn.Order(scene)));
        Assert.True(Drawn.Difference(frames[0], first) <= 16, "the first frame is not the picture of its second");
        for (var second = 0; second < 16; second++)
        {
            var fresh = Drawn.Frames(await Drawn.MakeAsync(Drawn.Order(scene, PictureFormat.Gif) with { Now = Drawn.Now.AddSeconds(second) }));
            // Either has 32 colours for the shades of the letters' edges.
            Assert.True(Drawn.Difference(frames[second], fresh[0]) <= 32, $"frame {second} says another time");
        }
    }

    [Fact]
    public async Task A_countdown_that_is_over_beside_a_hidden_one_is_a_whole_picture()
    {
        var scene = Drawn.Svg(Ground + $"<text x='10' y='50' data-countdown='{Drawn.Now.AddDays(-1):O}'/><text y='50' data-theme='dark' data-countdown='{Drawn.Now.AddDays(1):O}'/>");
        var frame = Assert.Single(Drawn.Frames(await Drawn.MakeAsync(Drawn.Order(scene, PictureFormat.Gif))));
        Assert.Equal((200, 80, new SKColor(0x1c, 0x5d, 0x4b)), (frame.Width, frame.Height, frame.GetPixel(199, 79)));
    }

    [Fact]
    public async Task A_slide_that_its_theme_hides_takes_no_frame()
    {
        const string Inside = "<g data-theme='light'><g data-slide='1'><rect width='9' height='9'/></g></g><g data-theme='dark' data-slide='2'><rect width='9' height='9'/></g>"
            + "<g data-slide='3'><rect x='50' width='9' height='9' fill='red'/></g>";
        foreach (var (dark, durations) in new[] { (false, (int[])[1_000, 3_000]), (true, [2_000, 3_000]) })
        {
            var made = await Drawn.MakeAsync(Drawn.Order(Drawn.Svg(Ground + Inside), PictureFormat.Gif) with { Dark = dark });
            Assert.Equal(SKColors.Red, Drawn.Frames(made)[^1].GetPixel(55, 5));
            using var data = SKData.CreateCopy(made.Bytes.Span);
            using var codec = SKCodec.Create(data);
            Assert.Equal(durations, codec.FrameInfo.Select(frame => frame.Duration));
        }
    }

    [Fact]
    public void White_and_black_stay_so_among_many_colours()
    {
        var palette = new Palette();
        palette.Count([.. Enumerable.Repeat(0xFFFFFFFFu, 9_000_000), .. Enumerable.Repeat(0xFF000000u, 9_000_000), .. Enumerable.Range(0, 100_000).Select(at => (uint)(at * 167) | 0xFF000000)]);
        palette.Choose(64);
        Assert.Contains(0xFFFFFFu, palette.Colors);
        Assert.Contains(0x000000u, palette.Colors);
    }

    [Fact]
    public async Task The_last_frame_is_the_end_s_own()
    {
        const string Inside = "<text x='10' y='70' fill='#fff' data-show='running'>hurry</text><rect width='200' height='80' fill='red' data-show='ended'/>";
        var frames = Drawn.Frames(await Drawn.MakeAsync(Drawn.Order(Clock(Drawn.Now.AddSeconds(3), Inside), PictureFormat.Gif)));
        Assert.Equal(4, frames.Count);
        Assert.Equal(SKColors.Red, frames[3].GetPixel(100, 40));
        Assert.NotEqual(SKColors.Red, frames[2].GetPixel(100, 40));

        var ended = await Drawn.MakeAsync(Drawn.Order(Clock(Drawn.Now, Inside), PictureFormat.Gif));
        Assert.Equal(1, ended.Frames);
        Assert.Equal(SKColors.Red, Drawn.Frames(ended)[0].GetPixel(100, 40));
        using var png = Drawn.Decode(await Drawn.MakeAsync(Drawn.Order(Clock(Drawn.Now, Inside))));
        Assert.Equal(SKColors.Red, png.GetPixel(100, 40));
    }

    [Fact]
    public async Task A_countdown_is_shown_once_and_slides_go_on_for_ever()
    {
        var clock = await Drawn.MakeAsync(Drawn.Order(Clock(Drawn.Now.AddSeconds(9)), PictureFormat.Gif));
        Assert.Equal(-1, clock.Bytes.Span.IndexOf("NETSCAPE2.0"u8));
        var slides = await Drawn.MakeAsync(Drawn.Order(Slides, PictureFormat.Gif));
        Assert.True(slides.Bytes.Span.IndexOf("NETSCAPE2.0"u8) > 0);
    }

    private static readonly string Slides = Drawn.Svg(
        Ground + "<g data-slide='1.5'><circle cx='40' cy='40' r='20' fill='yellow'/></g><g data-slide='2'><circle cx='150' cy='40' r='20' fill='red'/></g>");

    [Fact]
    public async Task Each_slide_is_shown_for_its_time()
    {
        var made = await Drawn.MakeAsync(Drawn.Order(Slides, PictureFormat.Gif));
        var frames = Drawn.Frames(made);
        Assert.Equal(2, frames.Count);
        Assert.Equal((SKColors.Yellow, new SKColor(0x1C, 0x5D, 0x4B)), (frames[0].GetPixel(40, 40), frames[1].GetPixel(40, 40)));
        Assert.Equal(SKColors.Red, frames[1].GetPixel(150, 40));
        using var data = SKData.CreateCopy(made.Bytes.Span);
        using var codec = SKCodec.Create(data);
        Assert.Equal([1_500, 2_000], codec.FrameInfo.Select(frame => frame.Duration));
    }

    [Theory]
    [InlineData(2, 2_000)]
    [InlineData(16, 50_000)]
    [InlineData(256, 200_000)]
    public void Any_run_of_indices_comes_back(int colors, int pixels)
    {
        var (width, random) = (100, new Random(colors));
        var indices = new byte[pixels];
        for (var at = 0; at < pixels; at++)
        {
            indices[at] = (byte)(at % 500 < 250 ? random.Next(colors) : at / 500 % colors);
        }

        var palette = Enumerable.Range(0, colors).Select(index => (uint)(index * 0x010203 % 0xFFFFFF)).ToArray();
        var gif = new GifWriter(width, pixels / width, palette, null);
        gif.Add(indices, (0, 0, width, pixels / width), 0);
        using var read = SKBitmap.Decode(gif.End());
        for (var at = 0; at < pixels; at++)
        {
            Assert.Equal(palette[indices[at]], (uint)read.GetPixel(at % width, at / width) & 0xFFFFFF);
        }
    }

    [Fact]
    public void Few_colours_stay_exact_and_many_are_made_few()
    {
        var few = new Palette();
        uint[] pixels = [0xFF102030, 0xFF102030, 0xFFFFFFFF, 0xFF000000];
        few.Count(pixels);
        few.Choose(4);
        Assert.Equal([0x000000u, 0x102030u, 0xFFFFFFu], few.Colors.Order());

        var many = new Palette();
        many.Count([.. Enumerable.Range(0, 100_000).Select(at => (uint)(at * 167) | 0xFF000000)]);
        many.Choose(64);
        Assert.InRange(many.Colors.Count, 32, 64);
    }
}
