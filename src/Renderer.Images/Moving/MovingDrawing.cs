using System.Runtime.InteropServices;
using Renderer.Images.Drawing;
using Renderer.Images.Scenes;
using Renderer.Images.Writing;
using SkiaSharp;

namespace Renderer.Images.Moving;

/// <summary>Draws a scene that moves, as a GIF: slides, or a countdown, or the one picture of a scene that does neither.</summary>
/// <param name="frame">Where the scene is drawn.</param>
/// <param name="state">What is known and counted.</param>
/// <param name="settings">How many colours, and what it may cost.</param>
/// <param name="begin">Puts the kept part, or nothing, into a frame.</param>
internal sealed class MovingDrawing(Frame frame, DrawingState state, ImageSettings settings, Action<Frame> begin)
{
    private readonly Palette palette = new();

    public PictureResult Make(bool kept)
    {
        var ended = Countdowns.Ended(state.Tree, state.Order);
        var slides = Countdowns.Slides(state.Tree, state.Order.Dark, ended);
        var made = slides.Length > 0 ? Slides(slides, ended) : Countdown(ended);
        return state.Stopped || made is null ? PictureResult.Fail(state.Failure, state.Detail)
            : made.Value.Bytes.Length > settings.Limits.Bytes ? PictureResult.Fail(PictureFailure.TooManyBytes)
            : PictureResult.Of(made.Value.Bytes, frame.Width, frame.Height, made.Value.Frames, kept);
    }

    private bool Fits(int frames)
    {
        if (frames > settings.Limits.Frames || (long)frames * frame.Width * frame.Height > settings.Limits.MovingPixels)
        {
            state.Stop(PictureFailure.TooManyFrames);
        }

        return !state.Stopped;
    }

    private void Draw(Moment moment)
    {
        begin(frame);
        new ScenePainter(frame.Canvas, state, moment).Paint();
        if (!frame.IsOpaque)
        {
            frame.Canvas.ResetMatrix();
            frame.Canvas.DrawColor(SKColors.White, SKBlendMode.DstOver);
        }
    }

    private (byte[] Bytes, int Frames)? Slides(SceneElement[] slides, bool ended)
    {
        if (!Fits(slides.Length))
        {
            return null;
        }

        var pictures = new List<uint[]>();
        foreach (var slide in slides.TakeWhile(_ => !state.Stopped))
        {
            Draw(new Moment(slide, ended));
            pictures.Add(Pixels.ToArray());
            palette.Count(pictures[^1]);
        }

        if (state.Stopped)
        {
            return null;
        }

        palette.Choose(Math.Max(settings.GifColors, 64));
        var loop = int.TryParse(state.Tree.Root["data-loop"], out var times) && times is > 0 and < 65_536 ? times : GifWriter.Always;
        var gif = new GifWriter(frame.Width, frame.Height, palette.Colors, loop);
        var now = new byte[frame.Width * frame.Height];
        var before = new byte[now.Length];
        for (var slide = 0; slide < pictures.Count && state.InTime(); slide++)
        {
            palette.Map(pictures[slide], now);
            gif.Add(now, slide == 0 ? (0, 0, frame.Width, frame.Height) : DeltaBox.Of(before, now, frame.Width), (int)(Countdowns.Seconds(slides[slide]) * 100));
            (now, before) = (before, now);
        }

        return (gif.End(), pictures.Count);
    }

    private (byte[] Bytes, int Frames)? Countdown(bool ended)
    {
        if (ended)
        {
            return One(new Moment(null, Ended: true));
        }

        var clocks = new List<Clock>();
        Draw(new Moment(null, Ended: false, clocks));
        if (state.Stopped)
        {
            return null;
        }

        // Those that are shown may be over while another one, hidden or not understood, is not.
        var left = clocks.Count == 0 ? 0 : clocks.Max(clock => clock.Seconds);
        if (left == 0)
        {
            return One(new Moment(null, Ended: false));
        }

        // The last second is the end's own frame.
        var frames = (int)Math.Min(left + 1, Countdowns.Frames(state.Tree.Root));
        return Fits(frames) ? new CountdownGif(frame, state, settings, palette, clocks).Make(frames, frames == left + 1 ? DrawEnd : null) : null;
    }

    private void DrawEnd() => Draw(new Moment(null, Ended: true));

    private (byte[] Bytes, int Frames)? One(Moment moment)
    {
        Draw(moment);
        if (state.Stopped)
        {
            return null;
        }

        palette.Count(Pixels);
        palette.Choose(settings.GifColors);
        var gif = new GifWriter(frame.Width, frame.Height, palette.Colors, null);
        var indices = new byte[frame.Width * frame.Height];
        palette.Map(Pixels, indices);
        gif.Add(indices, (0, 0, frame.Width, frame.Height), 0);
        return (gif.End(), 1);
    }

    private Span<uint> Pixels => MemoryMarshal.Cast<byte, uint>(frame.Pixels);
}
