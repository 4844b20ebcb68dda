using Renderer.Images.Drawing;
using SkiaSharp;

namespace Renderer.Images.Writing;

/// <summary>Writes JPEG, by Skia's libjpeg-turbo.</summary>
internal static class JpegWriter
{
    public static byte[] Write(Frame frame, int quality)
    {
        if (!frame.IsOpaque)
        {
            // JPEG lets nothing through: what does shows white, as a mail's page does.
            frame.Canvas.DrawColor(SKColors.White, SKBlendMode.DstOver);
        }

        using var map = frame.Map();
        using var data = map.Encode(new SKJpegEncoderOptions(Math.Clamp(quality, 1, 100), SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
        return data?.ToArray() ?? [];
    }
}
