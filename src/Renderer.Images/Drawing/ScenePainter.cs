using Renderer.Images.Moving;
using Renderer.Images.Scenes;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Draws the elements of a scene, in their order.</summary>
/// <param name="canvas">Where, in the scene's own coordinates.</param>
/// <param name="state">What is known and counted.</param>
/// <param name="moment">Which of a moving scene's pictures.</param>
internal sealed class ScenePainter(SKCanvas canvas, DrawingState state, Moment moment)
{
    /// <summary>How deep elements may use each other.</summary>
    private const int MostUses = 8;

    /// <summary>How many layers may lie within each other, each as large as the picture.</summary>
    private const int MostLayers = 4;

    private int uses;
    private int layers;

    /// <summary>Draws what begins in a stretch of the scene's text.</summary>
    /// <param name="from">The index of the first element's first character.</param>
    /// <param name="to">The index behind the last's.</param>
    public void Paint(int from = 0, int to = int.MaxValue)
    {
        var root = state.Tree.Root;
        state.BeginPicture();
        if (Begin(root, new SceneStyle(), out var style, out var saved))
        {
            PaintChildren(root, style, from, to);
            End(style, saved);
        }
    }

    // As deep as the reader lets elements nest.
    private void PaintChildren(SceneElement parent, SceneStyle style, int from, int to)
    {
        foreach (var child in parent.Children)
        {
            if (state.Stopped || child.Start >= to)
            {
                return;
            }

            if (child.Name.Length > 0 && (child.Start >= from || IsGroup(child)))
            {
                PaintElement(child, style, from, to);
            }
        }
    }

    private void PaintElement(SceneElement element, SceneStyle parent, int from, int to)
    {
        if (!Begin(element, parent, out var style, out var saved))
        {
            return;
        }

        if (IsGroup(element))
        {
            PaintChildren(element, style, from, to);
        }
        else
        {
            PaintOne(element, style);
        }

        End(style, saved);
    }

    private void PaintOne(SceneElement element, SceneStyle style)
    {
        switch (element.Name)
        {
            case "use":
                Use(element, style);
                break;
            case "text":
                new TextPainter(canvas, state, moment).Paint(element, style);
                break;
            case "image":
                ImagePainter.Paint(canvas, state, element, style);
                break;
            case "rect" when element["data-mark"] is { } mark:
                new MarkPainter(canvas, state).Paint(mark, element, style);
                break;
            case "defs" or "linearGradient" or "radialGradient" or "clipPath" or "symbol" or "style" or "title" or "desc" or "metadata":
                break;
            default:
                if (style.Visible && ShapePaths.Of(element, style, state) is { } path)
                {
                    using (path)
                    {
                        new Brush(canvas, state, element, style).Draw(path);
                    }
                }

                break;
        }
    }

    /// <summary>What an element says of itself comes into force; false where it is not shown.</summary>
    private bool Begin(SceneElement element, SceneStyle parent, out SceneStyle style, out int saved)
    {
        saved = canvas.SaveCount;
        style = parent;
        if (!state.Begin(element) || !moment.Shows(element, state.Order.Dark))
        {
            return false;
        }

        style = StyleOf.Element(element, parent, state);
        if (!style.Shown || style.Opacity == 0)
        {
            return false;
        }

        canvas.Save();
        if (style.Transform is { } transform)
        {
            if (Transforms.Parse(transform) is { } matrix)
            {
                canvas.Concat(in matrix);
            }
            else
            {
                state.Say(element, "scene_value", "This transform is not understood, and not applied.");
            }
        }

        if (style.Clip is { } clip && ClipPaths.Of(clip, element, state) is { } path)
        {
            using (path)
            {
                canvas.ClipPath(path, SKClipOperation.Intersect, antialias: true);
            }
        }

        if (style.Opacity < 1)
        {
            if (++layers > MostLayers)
            {
                state.Stop(PictureFailure.SceneTooLarge, element);
            }

            using var paint = new SKPaint { ColorF = new SKColorF(0, 0, 0, style.Opacity) };
            canvas.SaveLayer(paint);
        }

        return true;
    }

    private void End(SceneStyle style, int saved)
    {
        layers -= style.Opacity < 1 ? 1 : 0;
        canvas.RestoreToCount(saved);
    }

    private void Use(SceneElement element, SceneStyle style)
    {
        var address = element["href"];
        if (address is not ['#', ..] || state.Find(address[1..], element) is not { } target)
        {
            state.Say(element, "scene_reference", "Only elements of the same scene can be used.");
            return;
        }

        if (uses == MostUses)
        {
            state.Stop(PictureFailure.SceneTooLarge, element);
            return;
        }

        uses++;
        canvas.Translate(Geometry.Length(element, "x", style, state), Geometry.Length(element, "y", style, state));
        if (target.Name == "symbol")
        {
            PaintChildren(target, StyleOf.Element(target, style, state), 0, int.MaxValue);
        }
        else
        {
            PaintElement(target, style, 0, int.MaxValue);
        }

        uses--;
    }

    private static bool IsGroup(SceneElement element) => element.Name is "g" or "a";
}
