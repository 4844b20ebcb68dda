using SkiaSharp;

namespace Renderer.Images.Scenes;

/// <summary>How large a scene is.</summary>
internal static class SceneBox
{
    /// <summary>What of the scene is seen, in its own coordinates; empty where it does not say.</summary>
    public static SKRect Of(SceneElement root)
    {
        var (width, height) = Size(root);
        return ViewBox.Parse(root["viewBox"]) ?? SKRect.Create(width, height);
    }

    /// <summary>The size that it asks for; 0 where it asks for none.</summary>
    public static (float Width, float Height) Size(SceneElement root)
    {
        var box = ViewBox.Parse(root["viewBox"]) ?? SKRect.Empty;
        var width = Lengths.TryLength(root["width"] ?? "", box.Width, 16, out var w) && w > 0 ? w : box.Width;
        var height = Lengths.TryLength(root["height"] ?? "", box.Height, 16, out var h) && h > 0 ? h : box.Height;
        return (width, height);
    }
}
