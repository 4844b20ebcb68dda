using Renderer.Images.Scenes;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Linear and radial gradients as shaders.</summary>
internal static class Gradients
{
    private const int MostStops = 64;
    private const int MostParents = 4;

    /// <summary>Null: there is none that can be drawn.</summary>
    public static SKShader? Of(string id, SceneElement asker, SKRect bounds, DrawingState state)
    {
        if (state.Find(id, asker) is not { } gradient)
        {
            return null;
        }

        if (gradient.Name is not ("linearGradient" or "radialGradient"))
        {
            state.Say(asker, "scene_reference", $"'{id}' is no gradient, and not drawn.");
            return null;
        }

        // What a gradient does not say itself, the one that it refers to may.
        var line = new List<SceneElement> { gradient };
        while (line.Count < MostParents && line[^1]["href"] is ['#', .. var parent] && state.Find(parent, gradient) is { } found && !line.Contains(found))
        {
            line.Add(found);
        }

        var (colors, offsets) = Stops(line, state);
        if (colors.Length == 0)
        {
            return null;
        }

        string? Get(string name) => line.Select(one => one[name]).FirstOrDefault(value => value is not null);
        var ofBox = Get("gradientUnits") != "userSpaceOnUse";
        if (ofBox && (bounds.Width <= 0 || bounds.Height <= 0))
        {
            return null;
        }

        var box = SceneBox.Of(state.Tree.Root);
        float Length(string name, float whole, float otherwise) =>
            Get(name) is { } text && Lengths.TryLength(text, ofBox ? 1 : whole, 16, out var value) ? value : otherwise * (ofBox ? 1 : whole);
        var matrix = ofBox ? new SKMatrix(bounds.Width, 0, bounds.Left, 0, bounds.Height, bounds.Top, 0, 0, 1) : SKMatrix.Identity;
        if (Get("gradientTransform") is { } transform && Transforms.Parse(transform) is { } more)
        {
            matrix = matrix.PreConcat(more);
        }

        var mode = Get("spreadMethod") switch { "reflect" => SKShaderTileMode.Mirror, "repeat" => SKShaderTileMode.Repeat, _ => SKShaderTileMode.Clamp };
        if (gradient.Name == "linearGradient")
        {
            var (start, end) = (new SKPoint(Length("x1", box.Width, 0), Length("y1", box.Height, 0)), new SKPoint(Length("x2", box.Width, 1), Length("y2", box.Height, 0)));
            return SKShader.CreateLinearGradient(start, end, colors, offsets, mode, matrix);
        }

        var center = new SKPoint(Length("cx", box.Width, 0.5f), Length("cy", box.Height, 0.5f));
        var focus = new SKPoint(Get("fx") is null ? center.X : Length("fx", box.Width, 0.5f), Get("fy") is null ? center.Y : Length("fy", box.Height, 0.5f));
        var radius = Math.Max(0.001f, Length("r", box.Width, 0.5f));
        return focus == center
            ? SKShader.CreateRadialGradient(center, radius, colors, offsets, mode, matrix)
            : SKShader.CreateTwoPointConicalGradient(focus, 0, center, radius, colors, offsets, mode, matrix);
    }

    private static (SKColor[] Colors, float[] Offsets) Stops(List<SceneElement> line, DrawingState state)
    {
        var stops = line.Select(one => one.Children.Where(child => child.Name == "stop").Take(MostStops).ToArray()).FirstOrDefault(found => found.Length > 0) ?? [];
        var (colors, offsets) = (new SKColor[stops.Length], new float[stops.Length]);
        for (var at = 0; at < stops.Length && state.InTime(stops[at]); at++)
        {
            var (color, opacity) = (SKColors.Black, 1f);
            foreach (var (name, value) in Said(stops[at], state))
            {
                if (name == "stop-color" && !Colors.TryParse(value, out color))
                {
                    state.Say(stops[at], "scene_value", "The colour of this stop is not understood.");
                }
                else if (name == "stop-opacity")
                {
                    _ = Lengths.TryLength(value, 1, 1, out opacity);
                }
            }

            _ = Lengths.TryLength(stops[at]["offset"] ?? "0", 1, 1, out var offset);
            offsets[at] = Math.Max(Math.Clamp(offset, 0, 1), at == 0 ? 0 : offsets[at - 1]);
            colors[at] = color.WithAlpha((byte)(color.Alpha * Math.Clamp(opacity, 0, 1)));
        }

        return (colors, offsets);
    }

    private static IEnumerable<(string Name, string Value)> Said(SceneElement stop, DrawingState state) =>
        stop.Attributes.Concat(
            from declarations in state.Tree.Rules.For(stop).Append(stop["style"] ?? "")
            from declaration in declarations.Split(';')
            let parts = declaration.Split(':', 2)
            where parts.Length == 2
            select (parts[0].Trim(), parts[1].Trim()));
}
