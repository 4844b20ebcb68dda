using Microsoft.Extensions.Time.Testing;
using Renderer.Images;
using Renderer.Model;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class LimitsTests
{
    private static readonly ImageLimits Limits = new() { Time = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData("<svg", PictureFailure.Unreadable)]
    [InlineData("<svg/>", PictureFailure.TooManyPixels)]
    [InlineData("<svg width='9000' height='9000'/>", PictureFailure.TooManyPixels)]
    [InlineData("<svg width='1e30' height='-5'/>", PictureFailure.TooManyPixels)]
    [InlineData("<svg width='NaN' height='1e-30'/>", PictureFailure.TooManyPixels)]
    public async Task A_scene_that_cannot_be_drawn_is_a_value(string scene, PictureFailure failure) =>
        Assert.Equal(failure, (await Drawn.MakeAsync(Drawn.Order(scene), Limits)).Failure);

    [Fact]
    public async Task Letters_uses_and_images_are_counted()
    {
        async Task<PictureFailure> FailureAsync(string inside, ImageLimits limits) => (await Drawn.MakeAsync(Drawn.Order(Drawn.Svg(inside)), limits)).Failure;
        Assert.Equal(PictureFailure.SceneTooLarge, await FailureAsync($"<text>{new string('x', 101)}</text>", Limits with { TextCharacters = 100 }));

        // Ten of ten of ten and so on: a thousand million rectangles.
        var laughs = string.Concat(Enumerable.Range(1, 8).Select(at => $"<g id='l{at}'>{string.Concat(Enumerable.Repeat($"<use href='#l{at - 1}'/>", 10))}</g>"));
        Assert.Equal(PictureFailure.SceneTooLarge, await FailureAsync($"<rect id='l0' width='1' height='1'/>{laughs}<use href='#l8'/>", Limits));
        Assert.Equal(PictureFailure.SceneTooLarge, await FailureAsync("<g id='a'><use href='#a'/></g>", Limits));

        var image = Convert.ToBase64String((await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("")))).Bytes.Span);
        Assert.Equal(PictureFailure.BadImage, await FailureAsync($"<image href='data:image/png;base64,{image}'/>", Limits with { ImagePixels = 15_999 }));
        Assert.Equal(PictureFailure.None, await FailureAsync($"<image href='data:image/png;base64,{image}'/>", Limits with { ImagePixels = 16_000 }));
    }

    [Fact]
    public async Task Frames_and_bytes_are_counted()
    {
        var clock = Drawn.Svg("<text y='20' data-countdown='2026-12-02T00:00:00Z'/>", "width='200' height='80' data-frames='60'");
        Assert.Equal(PictureFailure.TooManyFrames, (await Drawn.MakeAsync(Drawn.Order(clock, PictureFormat.Gif), Limits with { Frames = 59 })).Failure);
        Assert.Equal(PictureFailure.TooManyFrames, (await Drawn.MakeAsync(Drawn.Order(clock, PictureFormat.Gif), Limits with { MovingPixels = 900_000 })).Failure);
        Assert.Equal(PictureFailure.TooManyBytes, (await Drawn.MakeAsync(Drawn.Order(clock, PictureFormat.Gif), Limits with { Bytes = 500 })).Failure);
        Assert.Equal(PictureFailure.TooManyBytes, (await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("<rect width='9' height='9'/>")), Limits with { Bytes = 20 })).Failure);
    }

    [Fact]
    public async Task Drawing_stops_when_its_time_is_over()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(10) };
        using var maker = new PictureMaker(new ImageSettings { Limits = Limits with { Time = TimeSpan.FromMilliseconds(100) } }, clock);
        var made = await maker.MakeAsync(Drawn.Order(Drawn.Svg(string.Concat(Enumerable.Repeat("<rect width='9' height='9'/>", 50)))));
        Assert.Equal(PictureFailure.TooSlow, made.Failure);
    }

    [Fact]
    public async Task Drawing_stops_within_one_text_of_large_letters()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(10) };
        using var maker = new PictureMaker(new ImageSettings { Limits = Limits with { Time = TimeSpan.FromMilliseconds(200) } }, clock);
        Assert.Equal(PictureFailure.None, (await maker.MakeAsync(Drawn.Order(Drawn.Svg($"<text y='20'>{new string('x', 400)}</text>")))).Failure);
        Assert.Equal(PictureFailure.TooSlow, (await maker.MakeAsync(Drawn.Order(Drawn.Svg($"<text y='20' font-size='1000'>{new string('x', 400)}</text>")))).Failure);
    }

    [Fact]
    public async Task What_is_looked_up_before_drawing_counts_as_its_time()
    {
        var clock = new FakeTimeProvider();
        using var maker = new PictureMaker(new ImageSettings { Limits = Limits }, clock);
        var image = (await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("<rect width='9' height='9'/>")))).Bytes;
        var slow = TimeSpan.Zero;
        var made = new List<PictureFailure>();
        foreach (var name in new[] { "Ann", "Bob", "Carl" })
        {
            slow = name == "Carl" ? Limits.Time * 2 : TimeSpan.Zero;
            var order = Drawn.Order(Drawn.Svg($"<image href='it' width='9' height='9'/><text y='20'>{name}</text>")) with
            {
                Version = "v",
                Images = _ =>
                {
                    clock.Advance(slow);
                    return image;
                },
            };
            made.Add((await maker.MakeAsync(order)).Failure);
        }

        Assert.Equal([PictureFailure.None, PictureFailure.None, PictureFailure.TooSlow], made);
    }

    [Fact]
    public async Task Digits_of_countdowns_are_counted_as_pixels()
    {
        var digits = string.Concat(Enumerable.Repeat("<text y='80' font-size='90' data-format='ss' data-countdown='2026-12-01T12:00:59Z'/>", 20));
        var order = Drawn.Order(Drawn.Svg(digits, "width='200' height='80' data-frames='20'"), PictureFormat.Gif);
        Assert.Equal(PictureFailure.None, (await Drawn.MakeAsync(order, Limits)).Failure);
        Assert.Equal(PictureFailure.TooManyPixels, (await Drawn.MakeAsync(order, Limits with { AllImagePixels = 300_000 })).Failure);
    }

    [Fact]
    public async Task Where_memory_ends_the_answer_is_a_value()
    {
        var made = await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("<image href='x'/>")) with { Images = _ => throw new InsufficientMemoryException() });
        Assert.Equal(PictureFailure.Internal, made.Failure);
    }

    [Theory]
    [InlineData("data-height='0' font-size='0'")]
    [InlineData("data-height='0' data-line-height='0'")]
    [InlineData("data-height='-9' data-line-height='-1'")]
    [InlineData("data-lines='-3'")]
    public async Task A_box_of_text_without_a_height_is_drawn(string attributes)
    {
        var order = Drawn.Order(Drawn.Svg($"<text data-width='20' {attributes}>one two three</text>"));
        Assert.Equal(PictureFailure.None, (await Drawn.MakeAsync(order)).Failure);
        using var maker = new PictureMaker(new ImageSettings(), TimeProvider.System);
        Assert.Empty(maker.Check(order));
    }

    [Fact]
    public void A_fault_is_a_finding_of_the_check_and_a_warm_up_that_fails()
    {
        using var maker = new PictureMaker(new ImageSettings(), TimeProvider.System);
        var order = Drawn.Order(Drawn.Svg("<image href='x'/>")) with { Images = _ => throw new InvalidOperationException("secret") };
        var finding = Assert.Single(maker.Check(order));
        Assert.Equal(("scene_internal", Severity.Error), (finding.Code, finding.Severity));
        Assert.DoesNotContain("secret", finding.Message, StringComparison.Ordinal);

        using var broken = new PictureMaker(new ImageSettings(), new BrokenClock());
        Assert.False(broken.WarmUp());
    }

    [Fact]
    public async Task Beyond_the_queue_the_answer_is_busy()
    {
        using var maker = new PictureMaker(new ImageSettings { Limits = Limits with { Concurrency = 1, Queue = 1 } }, TimeProvider.System);
        using var inside = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var order = Drawn.Order(Drawn.Svg("<image href='slow'/>")) with
        {
            Images = _ =>
            {
                inside.Set();
                go.Wait(TimeSpan.FromSeconds(30));
                return null;
            },
        };
        var first = Task.Run(async () => await maker.MakeAsync(order));
        Assert.True(inside.Wait(TimeSpan.FromSeconds(30)));
        var second = maker.MakeAsync(Drawn.Order(Drawn.Svg("")));
        Assert.Equal(PictureFailure.Busy, (await maker.MakeAsync(Drawn.Order(Drawn.Svg("")))).Failure);
        go.Set();
        Assert.Equal(PictureFailure.None, (await first).Failure);
        Assert.Equal(PictureFailure.None, (await second).Failure);
    }

    [Fact]
    public async Task The_callers_own_fault_is_a_value_that_quotes_nothing()
    {
        var made = await Drawn.MakeAsync(Drawn.Order(Drawn.Svg("<image href='x'/>")) with { Images = _ => throw new InvalidOperationException("secret") });
        Assert.Equal(PictureFailure.Internal, made.Failure);
        Assert.DoesNotContain("secret", made.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_there_is_warms_up()
    {
        using var maker = new PictureMaker(new ImageSettings(), TimeProvider.System);
        Assert.True(maker.WarmUp());
    }

    [Fact]
    public async Task Twice_the_scale_is_twice_the_size_and_dark_is_dark()
    {
        const string Inside = "<rect width='200' height='80' fill='#fff' data-dark-fill='#111'/><rect x='100' width='10' height='10' fill='red' data-theme='dark'/>";
        using var light = await Drawn.PngAsync(Inside);
        using var dark = await Drawn.PngAsync(Inside, order => order with { Dark = true, Scale = 2 });
        Assert.Equal((200, 80, 400, 160), (light.Width, light.Height, dark.Width, dark.Height));
        Assert.Equal((SKColors.White, SKColors.White), (light.GetPixel(5, 5), light.GetPixel(105, 5)));
        Assert.Equal((new SKColor(0x11, 0x11, 0x11), SKColors.Red), (dark.GetPixel(5, 5), dark.GetPixel(210, 10)));
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override long GetTimestamp() => throw new DllNotFoundException();
    }
}
