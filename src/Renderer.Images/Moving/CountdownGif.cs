using System.Runtime.InteropServices;
using Renderer.Images.Drawing;
using Renderer.Images.Writing;
using SkiaSharp;

namespace Renderer.Images.Moving;

/// <summary>A countdown as a GIF: the first frame whole, since some clients show no other; then only the digits that change, each drawn once.</summary>
internal sealed class CountdownGif(Frame frame, DrawingState state, ImageSettings settings, Palette palette, List<Clock> clocks)
{
    private const int Second = 100;

    private readonly Dictionary<(int Clock, int Place, char Digit), Tile> tiles = [];
    private readonly byte[] now = new byte[frame.Width * frame.Height];

    /// <summary>What each countdown shows in each second.</summary>
    private string[][] shown = [];

    /// <param name="frames">How many, the end's among them.</param>
    /// <param name="drawEnd">Draws the end into the frame; null where the countdown does not come to it.</param>
    public (byte[] Bytes, int Frames)? Make(int frames, Action? drawEnd)
    {
        var running = drawEnd is null ? frames : frames - 1;
        shown = [.. clocks.Select(clock => Enumerable.Range(0, running).Select(clock.After).ToArray())];
        DrawTiles(running);
        palette.Count(Pixels);
        foreach (var tile in tiles.Values)
        {
            palette.Count(tile.Pixels);
        }

        // The end is drawn over the ground, and all colours must be known before any is chosen.
        var ground = Pixels;
        if (drawEnd is not null)
        {
            ground = Pixels.ToArray();
            drawEnd();
            palette.Count(Pixels);
        }

        if (state.Stopped)
        {
            return null;
        }

        palette.Choose(settings.GifColors);
        palette.Map(ground, now);
        foreach (var tile in tiles.Values)
        {
            palette.Map(tile.Pixels, tile.Indices);
        }

        var gif = new GifWriter(frame.Width, frame.Height, palette.Colors, null);
        for (var second = 0; second < running && state.InTime() && gif.Length <= settings.Limits.Bytes; second++)
        {
            gif.Add(now, Put(second), Second);
        }

        if (drawEnd is not null)
        {
            var end = new byte[now.Length];
            palette.Map(Pixels, end);
            gif.Add(end, DeltaBox.Of(now, end, frame.Width), Second);
        }

        return state.Stopped ? null : (gif.End(), frames);
    }

    private Span<uint> Pixels => MemoryMarshal.Cast<byte, uint>(frame.Pixels);

    /// <summary>Each digit that any frame shows, drawn at its place over what is there, and taken away again.</summary>
    private void DrawTiles(int frames)
    {
        for (var clock = 0; clock < clocks.Count; clock++)
        {
            for (var second = 0; second < frames && state.InTime(); second++)
            {
                var text = shown[clock][second];
                for (var place = 0; place < text.Length && !state.Stopped; place++)
                {
                    if (!tiles.ContainsKey((clock, place, text[place])))
                    {
                        tiles[(clock, place, text[place])] = DrawTile(clocks[clock], place, text[place]);
                    }
                }
            }
        }
    }

    private Tile DrawTile(Clock clock, int place, char letter)
    {
        var box = SKRectI.Intersect(clock.Box(place), new SKRectI(0, 0, frame.Width, frame.Height));
        if (box.Width <= 0 || box.Height <= 0 || !state.InTime(clock.Element) || !state.TakePixels((long)box.Width * box.Height, clock.Element, PictureFailure.TooManyPixels))
        {
            return new Tile(SKRectI.Empty, [], []);
        }

        var before = Copy(box);
        var canvas = frame.Canvas;
        canvas.Save();
        canvas.ResetMatrix();
        canvas.ClipRect(box);
        canvas.SetMatrix(clock.Matrix);
        clock.Draw(place, letter);
        canvas.Restore();
        var tile = new Tile(box, Copy(box), new byte[before.Length]);
        for (var y = 0; y < box.Height; y++)
        {
            before.AsSpan(y * box.Width, box.Width).CopyTo(Pixels.Slice(((box.Top + y) * frame.Width) + box.Left, box.Width));
        }

        return tile;
    }

    private uint[] Copy(SKRectI box)
    {
        var copy = new uint[box.Width * box.Height];
        for (var y = 0; y < box.Height; y++)
        {
            Pixels.Slice(((box.Top + y) * frame.Width) + box.Left, box.Width).CopyTo(copy.AsSpan(y * box.Width));
        }

        return copy;
    }

    /// <summary>Puts a second's digits where they differ from those before it; the box around them.</summary>
    private (int X, int Y, int Width, int Height) Put(int second)
    {
        var box = SKRectI.Empty;
        for (var clock = 0; clock < clocks.Count; clock++)
        {
            var (text, before) = (shown[clock][second], second == 0 ? null : shown[clock][second - 1]);
            for (var place = 0; place < text.Length; place++)
            {
                if (before?[place] != text[place] && tiles.TryGetValue((clock, place, text[place]), out var tile) && tile.Pixels.Length > 0)
                {
                    tile.Put(now, frame.Width);
                    box = box.IsEmpty ? tile.Box : SKRectI.Union(box, tile.Box);
                }
            }
        }

        return second == 0 ? (0, 0, frame.Width, frame.Height) : box.IsEmpty ? (0, 0, 1, 1) : (box.Left, box.Top, box.Width, box.Height);
    }

    private sealed record Tile(SKRectI Box, uint[] Pixels, byte[] Indices)
    {
        public void Put(byte[] picture, int width)
        {
            for (var y = 0; y < Box.Height; y++)
            {
                Indices.AsSpan(y * Box.Width, Box.Width).CopyTo(picture.AsSpan(((Box.Top + y) * width) + Box.Left));
            }
        }
    }
}
