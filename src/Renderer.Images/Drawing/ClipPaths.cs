using Renderer.Images.Scenes;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Clip paths: shapes, one beside the other.</summary>
internal static class ClipPaths
{
    private const int MostShapes = 64;

    /// <summary>Null: there is none that can be used.</summary>
    public static SKPath? Of(string id, SceneElement asker, DrawingState state)
    {
        if (state.Find(id, asker) is not { Name: "clipPath" } clip)
        {
            return null;
        }

        if (clip["clipPathUnits"] is "objectBoundingBox")
        {
            state.Say(clip, "scene_value", "A clip path in units of the box is not drawn: use those of the scene.");
            return null;
        }

        using var all = new SKPathBuilder();
        foreach (var shape in clip.Children.Where(child => child.Name.Length > 0).Take(MostShapes))
        {
            if (!state.Begin(shape))
            {
                return null;
            }

            var style = StyleOf.Element(shape, new SceneStyle(), state);
            style.Set("fill-rule", shape["clip-rule"] ?? "nonzero");
            var target = shape.Name == "use" && shape["href"] is ['#', .. var used] ? state.Find(used, shape) : shape;
            if (target is null || ShapePaths.Of(target, style, state) is not { } path)
            {
                continue;
            }

            using (path)
            {
                var matrix = style.Transform is { } transform ? Transforms.Parse(transform) ?? SKMatrix.Identity : SKMatrix.Identity;
                all.AddPath(path, in matrix, SKPathAddMode.Append);
                all.FillType = path.FillType;
            }
        }

        return all.Detach();
    }
}
