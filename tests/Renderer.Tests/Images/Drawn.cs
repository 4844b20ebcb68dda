using Renderer.Images;
using Renderer.Model;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

/// <summary>Scenes drawn for tests, and what came of them.</summary>
internal static class Drawn
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Svg(string inside, string attributes = "width=\"200\" height=\"80\"") =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}>{inside}</svg>";

    public static SceneOrder Order(string scene, PictureFormat format = PictureFormat.Png) => new() { Scene = scene, Format = format, Now = Now };

    public static async Task<PictureResult> MakeAsync(SceneOrder order, ImageLimits? limits = null)
    {
        using var maker = new PictureMaker(new ImageSettings { Limits = limits ?? new ImageLimits { Time = TimeSpan.FromSeconds(20) } }, TimeProvider.System);
        return await maker.MakeAsync(order);
    }

    public static async Task<SKBitmap> PngAsync(string inside, Func<SceneOrder, SceneOrder>? change = null)
    {
        var order = Order(Svg(inside));
        var made = await MakeAsync(change is null ? order : change(order));
        return Decode(made);
    }

    public static SKBitmap Decode(PictureResult made)
    {
        Assert.True(made.Failure == PictureFailure.None, $"{made.Failure}: {made.Detail}");
        return SKBitmap.Decode(made.Bytes.Span);
    }

    public static List<SKBitmap> Frames(PictureResult made)
    {
        Assert.True(made.Failure == PictureFailure.None, $"{made.Failure}: {made.Detail}");
        using var data = SKData.CreateCopy(made.Bytes.Span);
        using var codec = SKCodec.Create(data);
        var frames = new List<SKBitmap>();
        for (var at = 0; at < codec.FrameCount; at++)
        {
            var frame = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(frame.Info, frame.GetPixels(), new SKCodecOptions(at)));
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>How many pixels are not the colour of the first.</summary>
    public static int Inked(SKBitmap picture, int left, int top, int right, int bottom)
    {
        var count = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                count += picture.GetPixel(x, y) == picture.GetPixel(0, 0) ? 0 : 1;
            }
        }

        return count;
    }

    /// <summary>The largest difference of any part of any pixel.</summary>
    public static int Difference(SKBitmap a, SKBitmap b)
    {
        Assert.Equal((a.Width, a.Height), (b.Width, b.Height));
        var most = 0;
        for (var y = 0; y < a.Height; y++)
        {
            for (var x = 0; x < a.Width; x++)
            {
                var (p, q) = (a.GetPixel(x, y), b.GetPixel(x, y));
                most = Math.Max(most, Math.Max(Math.Max(Math.Abs(p.Red - q.Red), Math.Abs(p.Green - q.Green)), Math.Max(Math.Abs(p.Blue - q.Blue), Math.Abs(p.Alpha - q.Alpha))));
            }
        }

        return most;
    }
}
