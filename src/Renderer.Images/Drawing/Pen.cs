using Renderer.Images.Scenes;
using SkiaSharp;
using Font = Renderer.Images.Text.Font;

namespace Renderer.Images.Drawing;

/// <summary>A font of a size; weight and slant that it lacks are made.</summary>
internal static class Pen
{
    private const float Slant = -0.2f;

    public static SKFont Of(Font font, SceneStyle style) => new(font.Face, style.Size)
    {
        Subpixel = !style.Quick,
        LinearMetrics = !style.Quick,
        Hinting = style.Quick ? SKFontHinting.Normal : SKFontHinting.None,
        Edging = SKFontEdging.Antialias,
        Embolden = style.Bold && !font.Bold,
        SkewX = style.Italic && !font.Italic ? Slant : 0,
    };
}
