using Renderer.Images.Keeping;
using Renderer.Images.Moving;
using Renderer.Images.Scenes;
using Renderer.Images.Text;
using Renderer.Images.Writing;
using Renderer.Model;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>The story of one picture: read the scene, or what is new of it, draw it, write it.</summary>
internal sealed class PictureDrawing(SceneOrder order, ImageSettings settings, FontShelf fonts, KeepingShelf shelf, TimeProvider clock)
{
    private const int MostScale = 4;

    private readonly ImageLimits limits = settings.Limits;
    private readonly Deadline deadline = new(clock, settings.Limits.Time);

    public PictureResult Make() => (shelf.Find(order) is { } kept ? MakeUpon(kept) : null) ?? MakeWhole();

    /// <summary>Draws the rest alone; null where the whole scene must be known.</summary>
    private PictureResult? MakeUpon(KeptPart kept)
    {
        var rest = SceneReader.Read(string.Concat(kept.Open, order.Scene.AsSpan(kept.Begins.Length)), limits);

        // A style sheet behind what is kept would have styled that, too.
        return rest.Tree is { } tree && tree.InOrder.All(element => element.Name != "style") ? Make(tree with { Rules = kept.Tree.Rules }, kept) : null;
    }

    private PictureResult MakeWhole()
    {
        var reading = SceneReader.Read(order.Scene, limits);
        return reading.Tree is { } tree ? Make(tree, null)! : PictureResult.Fail(reading.Failure, $"line {reading.Line}, column {reading.Column}");
    }

    private PictureResult? Make(SceneTree tree, KeptPart? kept)
    {
        var (width, height) = Size(tree);
        if (order.Scale is < 1 or > MostScale || width is < 1 or > (int)Lengths.Most || height is < 1 or > (int)Lengths.Most || (long)width * height > limits.Pixels)
        {
            return PictureResult.Fail(PictureFailure.TooManyPixels);
        }

        var state = new DrawingState(order, tree, kept, limits, fonts, deadline);
        using var frame = new Frame(width, height);
        Begin(frame, tree, kept);
        var made = order.Format == PictureFormat.Gif
            ? new MovingDrawing(frame, state, settings, again => Begin(again, tree, kept)).Make(kept is not null)
            : Still(frame, state, kept);
        return state.NeedsWhole && kept is not null ? null : made;
    }

    private PictureResult Still(Frame frame, DrawingState state, KeptPart? kept)
    {
        Draw(frame, state, kept);
        var bytes = state.Stopped ? [] : order.Format == PictureFormat.Png ? Png(frame, state, kept) : Jpeg(frame, state, kept);
        return state.Stopped ? PictureResult.Fail(state.Failure, state.Detail)
            : bytes.Length > limits.Bytes ? PictureResult.Fail(PictureFailure.TooManyBytes)
            : PictureResult.Of(bytes, frame.Width, frame.Height, 1, kept is not null);
    }

    private (int Width, int Height) Size(SceneTree tree)
    {
        var own = SceneBox.Size(tree.Root);
        var width = order.Width > 0 ? order.Width : (int)MathF.Round(own.Width);
        var height = order.Height > 0 ? order.Height : (int)MathF.Round(own.Height);
        return (Math.Min(width, (int)Lengths.Most) * order.Scale, Math.Min(height, (int)Lengths.Most) * order.Scale);
    }

    private static void Begin(Frame frame, SceneTree tree, KeptPart? kept)
    {
        if (kept is not null && kept.Pixels.Length == frame.Pixels.Length)
        {
            kept.Pixels.CopyTo(frame.Pixels);
        }
        else
        {
            frame.Pixels.Clear();
        }

        Place(frame.Canvas, tree, frame);
    }

    /// <summary>From the scene's coordinates to the picture's.</summary>
    private static void Place(SKCanvas canvas, SceneTree tree, Frame frame)
    {
        var box = SceneBox.Of(tree.Root);
        canvas.SetMatrix(box.Width > 0 && box.Height > 0 ? ViewBox.Fit(box, SKRect.Create(frame.Width, frame.Height), tree.Root["preserveAspectRatio"]) : SKMatrix.Identity);
    }

    private void Draw(Frame frame, DrawingState state, KeptPart? kept)
    {
        var painter = new ScenePainter(frame.Canvas, state, Moment.First(state.Tree, order));
        if (kept is null && Boundary.Find(order.Scene, state.Tree, shelf.Shared(order)) is { } boundary)
        {
            var keeper = new PartKeeper(order, limits, state, boundary);
            painter.Paint(0, boundary.At);
            var part = keeper.Take(frame);
            painter.Paint(boundary.At);
            if (part is not null && !state.NeedsWhole)
            {
                shelf.Add(order, part);
            }

            return;
        }

        painter.Paint();
    }

    private byte[] Png(Frame frame, DrawingState state, KeptPart? kept)
    {
        if (settings.PngColors > 0 && frame.IsOpaque)
        {
            return PngWriter.WriteIndexed(frame, settings.PngColors, settings.PngLevel);
        }

        var plate = kept is null ? null : shelf.Png(kept, settings.PngLevel);
        return PngWriter.Write(frame, plate?.Opaque ?? frame.IsOpaque, plate, settings.PngLevel, () => state.InTime());
    }

    private byte[] Jpeg(Frame frame, DrawingState state, KeptPart? kept) =>
        JpegWriter.Write(frame, settings.JpegQuality, kept is null ? null : shelf.Jpeg(kept, settings.JpegQuality), () => state.InTime());
}
