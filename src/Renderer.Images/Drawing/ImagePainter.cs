using Renderer.Images.Scenes;
using Renderer.Model;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Draws images that are embedded, or that the caller hands in.</summary>
internal static class ImagePainter
{
    public static void Paint(SKCanvas canvas, DrawingState state, SceneElement element, SceneStyle style)
    {
        var address = (state.Order.Dark ? element["data-dark-href"] : null) ?? element["href"];
        if (address is null || !style.Visible || Bytes(address, state, element) is not { } bytes)
        {
            return;
        }

        using var image = Decode(bytes, state, element);
        if (image is null)
        {
            return;
        }

        float Get(string name, float otherwise) => Geometry.Length(element, name, style, state, otherwise);
        var box = SKRect.Create(Get("x", 0), Get("y", 0), Get("width", image.Width), Get("height", image.Height));
        if (box.Width <= 0 || box.Height <= 0)
        {
            return;
        }

        var whole = SKRect.Create(image.Width, image.Height);
        var into = ViewBox.Fit(whole, box, element["preserveAspectRatio"]).MapRect(whole);
        canvas.ClipRect(box);

        // One for one it is copied; else made smaller or larger well.
        var exact = into.Size == whole.Size && canvas.TotalMatrix is { ScaleX: 1, ScaleY: 1 };
        canvas.DrawImage(image, into, exact ? SKSamplingOptions.Default : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), null);
    }

    private static ReadOnlyMemory<byte>? Bytes(string address, DrawingState state, SceneElement element)
    {
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            if (DataAddress.Bytes(address) is { } bytes)
            {
                return bytes;
            }

            state.Say(element, "scene_image", "Only PNG, JPEG, GIF and WebP in base64 can be embedded.", Severity.Error);
            return null;
        }

        if (address.StartsWith('#') || state.Order.Images?.Invoke(address) is not { Length: > 0 } handed)
        {
            state.Lack();
            state.Say(element, "scene_image", "This image was not handed in: its origin is not allowed, or it cannot be had.");
            return null;
        }

        state.Asked.Add((address, handed));
        return handed;
    }

    private static SKImage? Decode(ReadOnlyMemory<byte> bytes, DrawingState state, SceneElement element)
    {
        using var data = SKData.CreateCopy(bytes.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Webp))
        {
            state.Say(element, "scene_image", "This image cannot be read.", Severity.Error);
            return null;
        }

        var size = codec.Info;
        if (!state.TakePixels((long)size.Width * size.Height, element))
        {
            return null;
        }

        using var pixels = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        if (codec.GetPixels(pixels.Info, pixels.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput))
        {
            state.Say(element, "scene_image", "This image cannot be read.", Severity.Error);
            return null;
        }

        pixels.SetImmutable();
        return SKImage.FromBitmap(pixels);
    }
}
