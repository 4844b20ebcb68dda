using Renderer.Images;
using Renderer.Model;
using SkiaSharp;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class PlainPictureTests
{
    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.Gif)]
    public void A_plain_picture_has_its_size_and_shows_nothing(PictureFormat format)
    {
        foreach (var (width, height) in new[] { (1, 1), (8, 8), (9, 17), (600, 200), (2_048, 2_048) })
        {
            var made = PictureMaker.Plain(width, height, format);
            using var read = Drawn.Decode(made);
            Assert.Equal((width, height, 1), (made.Width, made.Height, made.Frames));
            Assert.Equal((width, height), (read.Width, read.Height));
            foreach (var (x, y) in new[] { (0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1), (width / 2, height / 2) })
            {
                Assert.True(format == PictureFormat.Jpeg ? read.GetPixel(x, y) == SKColors.White : read.GetPixel(x, y).Alpha == 0, $"{read.GetPixel(x, y)} at {x}, {y}");
            }
        }
    }

    [Theory]
    [InlineData(0, -1, 1, 1)]
    [InlineData(int.MaxValue, int.MinValue, 2_048, 1)]
    public void Sizes_that_are_none_are_taken_for_the_nearest(int width, int height, int madeWidth, int madeHeight)
    {
        using var read = Drawn.Decode(PictureMaker.Plain(width, height, PictureFormat.Png));
        Assert.Equal((madeWidth, madeHeight), (read.Width, read.Height));
    }
}
