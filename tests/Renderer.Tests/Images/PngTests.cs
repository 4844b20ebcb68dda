using Renderer.Images.Drawing;
using Renderer.Images.Writing;
using Renderer.Model;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(17, 5, true)]
    [InlineData(64, 33, true)]
    [InlineData(64, 33, false)]
    public void Every_pixel_comes_back(int width, int height, bool opaque)
    {
        using var frame = Noise(width, height, opaque, seed: 1);
        using var read = SKBitmap.Decode(PngWriter.Write(frame, opaque, null, 6));
        AssertSame(frame, read, opaque);
    }

    [Fact]
    public void Bands_of_a_plate_and_new_rows_make_one_picture()
    {
        using var ground = Noise(50, 61, opaque: true, seed: 2);
        var plate = new PngPlate(ground, opaque: true, level: 6);
        for (var y = 0; y < 61; y += 3)
        {
            using var changed = Noise(50, 61, opaque: true, seed: 2);
            changed.Row(y).Slice(80, 40).Fill(255);
            using var read = SKBitmap.Decode(PngWriter.Write(changed, opaque: true, plate, 6));
            AssertSame(changed, read, opaque: true);
        }
    }

    [Fact]
    public void A_picture_that_is_the_plate_is_taken_from_it_whole()
    {
        using var ground = Noise(50, 61, opaque: false, seed: 3);
        var plate = new PngPlate(ground, opaque: false, level: 6);
        using var read = SKBitmap.Decode(PngWriter.Write(ground, opaque: false, plate, 1));
        AssertSame(ground, read, opaque: false);
    }

    [Fact]
    public void Few_colours_are_written_as_indices_without_loss()
    {
        using var frame = new Frame(40, 30);
        for (var at = 0; at < frame.Pixels.Length; at += 4)
        {
            (frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2], frame.Pixels[at + 3]) = ((byte)(at / 4 % 200), 7, 9, 255);
        }

        var made = PngWriter.WriteIndexed(frame, 256, 6);
        Assert.Equal(3, made[25]);
        using var read = SKBitmap.Decode(made);
        AssertSame(frame, read, opaque: true);
    }

    [Fact]
    public void Check_sums_of_stretches_join()
    {
        var bytes = new byte[70_000];
        new Random(4).NextBytes(bytes);
        Assert.Equal(Adler.Of(bytes), Adler.Join(Adler.Of(bytes.AsSpan(0, 12_345)), Adler.Of(bytes.AsSpan(12_345)), bytes.Length - 12_345));
        Assert.Equal(0x11E60398u, Adler.Of("Wikipedia"u8));
        Assert.Equal(0xCBF43926u, Crc.Of("123"u8, "456789"u8));
        Assert.Equal(0xAE426082u, Crc.Of("IEND"u8, default));
    }

    [Fact]
    public async Task What_is_let_through_stays_so_in_PNG_and_is_white_in_JPEG()
    {
        const string Inside = "<rect width='100' height='80' fill='red' fill-opacity='.5'/>";
        using var png = await Drawn.PngAsync(Inside);
        Assert.Equal(128, png.GetPixel(10, 10).Alpha, 2f);
        Assert.Equal(0, png.GetPixel(150, 10).Alpha);
        using var jpeg = Drawn.Decode(await Drawn.MakeAsync(Drawn.Order(Drawn.Svg(Inside), PictureFormat.Jpeg)));
        Assert.True(jpeg.GetPixel(150, 10) is { Red: > 250, Green: > 250, Blue: > 250 });
        Assert.True(jpeg.GetPixel(30, 30) is { Red: > 240, Green: < 150 });
    }

    [Fact]
    public void A_JPEG_that_cannot_be_written_is_no_empty_picture()
    {
        using var wide = new Frame(70_000, 1);
        Assert.Throws<InvalidOperationException>(() => JpegWriter.Write(wide, 85));
    }

    private static Frame Noise(int width, int height, bool opaque, int seed)
    {
        var frame = new Frame(width, height);
        var random = new Random(seed);
        for (var at = 0; at < frame.Pixels.Length; at += 4)
        {
            var alpha = opaque ? 255 : random.Next(3) * 255 / 2;
            (frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2], frame.Pixels[at + 3]) =
                ((byte)random.Next(alpha + 1), (byte)(at / 16 % (alpha + 1)), (byte)(alpha / 3), (byte)alpha);
        }

        return frame;
    }

    private static void AssertSame(Frame frame, SKBitmap read, bool opaque)
    {
        using var premultiplied = new SKBitmap(new SKImageInfo(frame.Width, frame.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        Assert.True(read.CopyTo(premultiplied, SKColorType.Bgra8888));
        var pixels = premultiplied.GetPixelSpan();
        for (var at = 0; at < pixels.Length; at++)
        {
            Assert.True(Math.Abs(pixels[at] - frame.Pixels[at]) <= (opaque ? 0 : 1), $"pixel {at / 4}: {pixels[at]} for {frame.Pixels[at]}");
        }
    }
}
