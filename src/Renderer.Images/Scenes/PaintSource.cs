using SkiaSharp;

namespace Renderer.Images.Scenes;

/// <summary>What a fill or stroke is made of.</summary>
/// <param name="Color">A colour; null with no <paramref name="Id"/> is no paint.</param>
/// <param name="Id">A gradient's id.</param>
internal readonly record struct PaintSource(SKColor? Color, string? Id = null)
{
    public static readonly PaintSource None;

    public bool IsNone => Color is null && Id is null;

    public static bool TryParse(string text, SKColor current, out PaintSource paint)
    {
        var value = text.AsSpan().Trim();
        if (value is "none")
        {
            paint = None;
            return true;
        }

        if (value is "currentColor" or "context-fill")
        {
            paint = new PaintSource(current);
            return true;
        }

        if (Reference.Of(value) is { } id)
        {
            // A colour may follow, for who has no such gradient.
            var rest = value[(value.IndexOf(')') + 1)..];
            paint = new PaintSource(Colors.TryParse(rest, out var instead) ? instead : null, id);
            return true;
        }

        var read = Colors.TryParse(value, out var color);
        paint = new PaintSource(color);
        return read;
    }
}
