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

    public PictureResult Make()
    {
        var kept = shelf.Find(order);
        var reading = Read(ref kept);
        if (reading.Tree is not { } tree)
        {
            return PictureResult.Fail(reading.Failure, $"line {reading.Line}, column {reading.Column}");
        }

        var (width, height) = Size(tree);
        if (order.Scale is < 1 or > MostScale || width is < 1 or > (int)Lengths.Most || height is < 1 or > (int)Lengths.Most || (long)width * height > limits.Pixels)
        {
            return PictureResult.Fail(PictureFailure.TooManyPixels);
        }

        var state = new DrawingState(order, tree, kept?.Named, limits, fonts, clock);
        using var frame = new Frame(width, height);
        Begin(frame, tree, kept);
        if (order.Format == PictureFormat.Gif)
        {
            return new MovingDrawing(frame, state, settings, again => Begin(again, tree, kept)).Make(kept is not null);
        }

        Draw(frame, state, kept);
        return state.Stopped ? PictureResult.Fail(state.Failure, state.Detail) : Write(frame, kept);
    }

    private SceneReading Read(ref KeptPart? kept)
    {
        if (kept is not null)
        {
            var rest = SceneReader.Read(string.Concat(kept.Open, order.Scene.AsSpan(kept.Begins.Length)), limits);

            // A style sheet behind what is kept would have styled that, too.
            if (rest.Tree is { Rules.IsEmpty: true } tree && tree.InOrder.All(element => element.Name != "style"))
            {
                return rest with { Tree = tree with { Rules = kept.Rules } };
            }

            kept = null;
        }

        return SceneReader.Read(order.Scene, limits);
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
        var painter = new ScenePainter(frame.Canvas, state, new Moment(0, Countdowns.Ended(state.Tree, order)));
        if (kept is null && Boundary.Find(order.Scene, state.Tree, shelf.Shared(order)) is { } boundary)
        {
            state.KeptUntil = boundary.At;
            painter.Paint(0, boundary.At);
            state.KeptUntil = int.MaxValue;
            Keep(frame, state, boundary);
            painter.Paint(boundary.At);
            return;
        }

        painter.Paint();
    }

    private void Keep(Frame frame, DrawingState state, Boundary boundary)
    {
        if (state.Stopped || state.Lacks)
        {
            return;
        }

        shelf.Add(order, new KeptPart
        {
            Begins = order.Scene[..boundary.At],
            Open = boundary.Open,
            Named = state.Tree.Named.Where(pair => pair.Value.Start < boundary.At).ToDictionary(),
            Rules = state.Tree.Rules,
            Images = [.. state.Asked],
            Shape = KeepingShelf.Shape(order),
            Pixels = frame.Pixels.ToArray(),
        });
    }

    private PictureResult Write(Frame frame, KeptPart? kept)
    {
        var bytes = order.Format == PictureFormat.Png ? Png(frame, kept) : JpegWriter.Write(frame, settings.JpegQuality);
        return bytes.Length > limits.Bytes
            ? PictureResult.Fail(PictureFailure.TooManyBytes)
            : PictureResult.Of(bytes, frame.Width, frame.Height, 1, kept is not null);
    }

    private byte[] Png(Frame frame, KeptPart? kept)
    {
        if (settings.PngColors > 0 && frame.IsOpaque)
        {
            return PngWriter.WriteIndexed(frame, settings.PngColors, settings.PngLevel);
        }

        var plate = kept?.Plate(frame.Width, frame.Height, settings.PngLevel);
        return PngWriter.Write(frame, plate?.Opaque ?? frame.IsOpaque, plate, settings.PngLevel);
    }
}
