using Renderer.Model;

namespace Renderer.Images.Writing;

/// <summary>Pictures of nothing, written without any library that could be missing: all through as PNG and GIF, white as JPEG.</summary>
internal static class PlainPicture
{
    private const int Most = 2_048;
    private const int Block = 8;
    private const int Quick = 1;

    public static PictureResult Make(int width, int height, PictureFormat format)
    {
        (width, height) = (Math.Clamp(width, 1, Most), Math.Clamp(height, 1, Most));
        var bytes = format switch { PictureFormat.Png => Png(width, height), PictureFormat.Gif => Gif(width, height), _ => Jpeg(width, height) };
        return PictureResult.Of(bytes, width, height, 1, kept: false);
    }

    private static byte[] Png(int width, int height)
    {
        var file = new PngFile(width, height, PngFile.Indexed, bits: 1);
        file.Add("PLTE"u8, [255, 255, 255]);
        file.Add("tRNS"u8, [0]);
        return file.End(PngData.Of(new byte[(((width + 7) / 8) + 1) * height], Quick));
    }

    private static byte[] Gif(int width, int height)
    {
        var gif = new GifWriter(width, height, [0xFFFFFF], null);
        gif.Add(new byte[width * height], (0, 0, width, height), 0, clear: 0);
        return gif.End();
    }

    /// <summary>Grey of one tone: the first block has its value, each of the others two bits that say "the same".</summary>
    private static byte[] Jpeg(int width, int height)
    {
        var to = new MemoryStream();
        to.Write([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        to.Write([0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)Block, Block * Block)]);
        to.Write([0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);

        // Values of no bits are written 0, those of seven 10; a block's end 0.
        to.Write([0xFF, 0xC4, 0, 21, 0x00, 1, 1, .. new byte[14], 0, 7]);
        to.Write([0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0]);
        to.Write([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);

        // 127 above the middle grey, then ends and sames.
        var blocks = ((width + Block - 1) / Block) * ((height + Block - 1) / Block);
        to.Write([0b1011_1111, 0b1000_0000]);
        to.Write(new byte[Math.Max(0, (10 + (2 * (blocks - 1)) + 7) / 8 - 2)]);
        to.Write([0xFF, 0xD9]);
        return to.ToArray();
    }
}
