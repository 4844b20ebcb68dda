using SkiaSharp;

namespace Renderer.Images.Scenes;

/// <summary>How a picture of one size is laid into a box of another.</summary>
internal static class ViewBox
{
    /// <summary>The matrix that lays <paramref name="from"/> into <paramref name="into"/>.</summary>
    /// <param name="from">What is laid.</param>
    /// <param name="into">Where.</param>
    /// <param name="rule"><c>preserveAspectRatio</c>; null is its default, in the middle and whole.</param>
    public static SKMatrix Fit(SKRect from, SKRect into, string? rule)
    {
        var (x, y) = (into.Width / from.Width, into.Height / from.Height);
        if (rule?.Trim() == "none")
        {
            return Place(from, into.Left, into.Top, x, y);
        }

        var scale = rule?.Contains("slice", StringComparison.Ordinal) == true ? Math.Max(x, y) : Math.Min(x, y);
        var left = into.Left + ((into.Width - (from.Width * scale)) * Share(rule, "xMin", "xMax"));
        var top = into.Top + ((into.Height - (from.Height * scale)) * Share(rule, "YMin", "YMax"));
        return Place(from, left, top, scale, scale);
    }

    /// <summary>A <c>viewBox</c>; null where there is none that can be used.</summary>
    public static SKRect? Parse(string? text) =>
        text is not null && Lengths.TryList(text, 4) is { Count: 4 } n && n[2] > 0 && n[3] > 0 ? SKRect.Create(n[0], n[1], n[2], n[3]) : null;

    private static float Share(string? rule, string low, string high) =>
        rule?.Contains(low, StringComparison.Ordinal) == true ? 0 : rule?.Contains(high, StringComparison.Ordinal) == true ? 1 : 0.5f;

    private static SKMatrix Place(SKRect from, float left, float top, float x, float y) =>
        new(x, 0, left - (from.Left * x), 0, y, top - (from.Top * y), 0, 0, 1);
}
