using SkiaSharp;

namespace Renderer.Images.Scenes;

/// <summary>Transforms as SVG writes them.</summary>
internal static class Transforms
{
    private const int MostSteps = 16;

    /// <summary>Null where it is not understood.</summary>
    public static SKMatrix? Parse(string text)
    {
        var matrix = SKMatrix.Identity;
        var rest = text.AsSpan().Trim();
        for (var step = 0; !rest.IsEmpty; step++)
        {
            var open = rest.IndexOf('(');
            var close = rest.IndexOf(')');
            if (open < 0 || close < open || step == MostSteps || Lengths.TryList(rest[(open + 1)..close], 6) is not { } numbers
                || Step(rest[..open].Trim(" ,\n\t").ToString(), numbers) is not { } next)
            {
                return null;
            }

            matrix = matrix.PreConcat(next);
            rest = rest[(close + 1)..].Trim();
        }

        return IsUsable(matrix) ? matrix : null;
    }

    private static SKMatrix? Step(string name, List<float> n) => (name, n.Count) switch
    {
        ("translate", 1) => SKMatrix.CreateTranslation(n[0], 0),
        ("translate", 2) => SKMatrix.CreateTranslation(n[0], n[1]),
        ("scale", 1) => SKMatrix.CreateScale(n[0], n[0]),
        ("scale", 2) => SKMatrix.CreateScale(n[0], n[1]),
        ("rotate", 1) => SKMatrix.CreateRotationDegrees(n[0]),
        ("rotate", 3) => SKMatrix.CreateRotationDegrees(n[0], n[1], n[2]),
        ("skewX", 1) => SKMatrix.CreateSkew(MathF.Tan(n[0] * MathF.PI / 180), 0),
        ("skewY", 1) => SKMatrix.CreateSkew(0, MathF.Tan(n[0] * MathF.PI / 180)),
        ("matrix", 6) => new SKMatrix(n[0], n[2], n[4], n[1], n[3], n[5], 0, 0, 1),
        _ => null,
    };

    private static bool IsUsable(SKMatrix matrix)
    {
        foreach (var value in matrix.Values)
        {
            if (!float.IsFinite(value) || MathF.Abs(value) > Lengths.Most)
            {
                return false;
            }
        }

        return true;
    }
}
