using Renderer.Images.Scenes;

namespace Renderer.Images.Drawing;

/// <summary>Lengths of an element's attributes.</summary>
internal static class Geometry
{
    public static float Length(SceneElement element, string name, SceneStyle style, DrawingState state, float otherwise = 0)
    {
        if (element[name] is not { } text)
        {
            return otherwise;
        }

        // A share is of the scene's own box; SVG's mean of both sides for radii is not drawn finer than this.
        var box = SceneBox.Of(state.Tree.Root);
        var whole = name is "y" or "cy" or "height" or "y1" or "y2" or "ry" or "data-height" ? box.Height : box.Width;
        if (!Lengths.TryLength(text, whole, style.Size, out var value))
        {
            state.Say(element, "scene_value", $"The value of '{name}' is not understood.");
            return otherwise;
        }

        return value;
    }
}
