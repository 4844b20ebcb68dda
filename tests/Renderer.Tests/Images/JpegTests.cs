using Renderer.Images.Drawing;
using Renderer.Images.Writing;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class JpegTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(64, 33)]
    [InlineData(301, 200)]
    public void A_picture_comes_back_alike(int width, int height)
    {
        using var frame = Waves(width, height);
        using var map = frame.Map();
        using var skias = map.Encode(new SKJpegEncoderOptions(90, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
        Assert.NotNull(skias);
        var (ours, theirs) = (Off(frame, JpegWriter.Write(frame, 90)), Off(frame, skias.ToArray()));
        Assert.True(ours <= (theirs * 1.1) + 0.2, $"{ours} off in the mean, Skia's {theirs}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    public void Noise_of_any_quality_can_be_read(int quality)
    {
        using var frame = new Frame(90, 70);
        new Random(quality).NextBytes(frame.Pixels);
        using var read = SKBitmap.Decode(JpegWriter.Write(frame, quality));
        Assert.Equal((90, 70), (read.Width, read.Height));
        Assert.NotEqual(read.GetPixel(0, 69), read.GetPixel(89, 69));
    }

    [Fact]
    public void Rows_of_a_plate_and_new_rows_make_the_same_file_as_none()
    {
        using var ground = Waves(100, 75);
        var plate = new JpegPlate(ground, JpegWriter.Tables(85), ground.Pixels.ToArray());
        Assert.Equal(JpegWriter.Write(ground, 85), JpegWriter.Write(ground, 85, plate));
        for (var y = 0; y < 75; y += 7)
        {
            using var changed = Waves(100, 75);
            changed.Row(y).Slice(80, 40).Fill(255);
            Assert.Equal(JpegWriter.Write(changed, 85), JpegWriter.Write(changed, 85, plate));
            Assert.NotEqual(JpegWriter.Write(ground, 85), JpegWriter.Write(changed, 85, plate));
        }
    }

    /// <summary>How far a picture's parts are off in the mean.</summary>
    private static double Off(Frame frame, byte[] jpeg)
    {
        using var read = SKBitmap.Decode(jpeg);
        Assert.Equal((frame.Width, frame.Height), (read.Width, read.Height));
        var sum = 0;
        for (var at = 0; at < frame.Pixels.Length; at += 4)
        {
            var color = read.GetPixel(at / 4 % frame.Width, at / 4 / frame.Width);
            sum += Math.Abs(color.Blue - frame.Pixels[at]) + Math.Abs(color.Green - frame.Pixels[at + 1]) + Math.Abs(color.Red - frame.Pixels[at + 2]);
        }

        return sum * 4.0 / 3 / frame.Pixels.Length;
    }

    private static Frame Waves(int width, int height)
    {
        var frame = new Frame(width, height);
        for (var at = 0; at < frame.Pixels.Length; at += 4)
        {
            var (x, y) = (at / 4 % width, at / 4 / width);
            (frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2], frame.Pixels[at + 3]) =
                (Wave(x, 40), Wave(y, 30), Wave(x + y, 60), 255);
        }

        return frame;
    }

    private static byte Wave(int at, int length) => (byte)(128 + (110 * Math.Sin(at * Math.Tau / length)));
}
