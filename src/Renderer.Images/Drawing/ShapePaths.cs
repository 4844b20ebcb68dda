using Renderer.Images.Scenes;
using Renderer.Model;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Shapes as paths.</summary>
internal static class ShapePaths
{
    private const int MostPathCharacters = 64 << 10;
    private const int MostPoints = 4_000;

    /// <summary>Null: it is no shape, or an empty one.</summary>
    public static SKPath? Of(SceneElement element, SceneStyle style, DrawingState state)
    {
        using var builder = new SKPathBuilder();
        float Get(string name) => Geometry.Length(element, name, style, state);
        switch (element.Name)
        {
            case "rect":
                var box = SKRect.Create(Get("x"), Get("y"), Math.Max(0, Get("width")), Math.Max(0, Get("height")));
                var rx = Geometry.Length(element, "rx", style, state, Get("ry"));
                builder.AddRoundRect(box, Math.Clamp(rx, 0, box.Width / 2), Math.Clamp(Geometry.Length(element, "ry", style, state, rx), 0, box.Height / 2), SKPathDirection.Clockwise);
                break;
            case "circle":
                builder.AddCircle(Get("cx"), Get("cy"), Math.Max(0, Get("r")), SKPathDirection.Clockwise);
                break;
            case "ellipse":
                var (x, y) = (Math.Max(0, Get("rx")), Math.Max(0, Get("ry")));
                builder.AddOval(SKRect.Create(Get("cx") - x, Get("cy") - y, 2 * x, 2 * y), SKPathDirection.Clockwise);
                break;
            case "line":
                builder.MoveTo(Get("x1"), Get("y1"));
                builder.LineTo(Get("x2"), Get("y2"));
                break;
            case "polygon" or "polyline":
                AddPoints(builder, element, state);
                break;
            case "path":
                return Parse(element, style, state);
            default:
                state.Say(element, "scene_element", $"'{element.Name}' is not drawn. README.md of Renderer.Images lists what is.", Severity.Error);
                return null;
        }

        builder.FillType = style.EvenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
        return builder.Detach();
    }

    private static void AddPoints(SKPathBuilder builder, SceneElement element, DrawingState state)
    {
        var points = Lengths.TryList(element["points"] ?? "", 2 * MostPoints);
        if (points is null)
        {
            state.Say(element, "scene_value", $"The points are not understood, or more than {MostPoints}.");
            return;
        }

        for (var at = 0; at + 1 < points.Count; at += 2)
        {
            if (at == 0)
            {
                builder.MoveTo(points[0], points[1]);
            }
            else
            {
                builder.LineTo(points[at], points[at + 1]);
            }
        }

        if (element.Name == "polygon" && points.Count > 3)
        {
            builder.Close();
        }
    }

    private static SKPath? Parse(SceneElement element, SceneStyle style, DrawingState state)
    {
        var data = element["d"] ?? "";
        if (data.Length > MostPathCharacters)
        {
            state.Stop(PictureFailure.SceneTooLarge, element);
            return null;
        }

        var path = SKPath.ParseSvgPathData(data);
        if (path is null || !IsUsable(path.Bounds))
        {
            state.Say(element, "scene_value", "The path's data is not understood.");
            path?.Dispose();
            return null;
        }

        path.FillType = style.EvenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
        return path;
    }

    private static bool IsUsable(SKRect bounds) =>
        float.IsFinite(bounds.Width) && float.IsFinite(bounds.Height) && Math.Abs(bounds.Left) <= Lengths.Most && Math.Abs(bounds.Right) <= Lengths.Most
        && Math.Abs(bounds.Top) <= Lengths.Most && Math.Abs(bounds.Bottom) <= Lengths.Most;
}
