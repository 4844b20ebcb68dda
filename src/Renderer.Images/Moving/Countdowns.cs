using Renderer.Images.Scenes;

namespace Renderer.Images.Moving;

/// <summary>What a scene's attributes say of how it moves.</summary>
internal static class Countdowns
{
    public const int UsualFrames = 60;

    private const float UsualSeconds = 2;

    /// <summary>Whether every countdown has come to its end; false where there is none.</summary>
    public static bool Ended(SceneTree tree, SceneOrder order)
    {
        var ends = tree.InOrder.Select(element => element["data-countdown"]).OfType<string>().Select(text => ClockEnd.Parse(text, order.TimeZone)).ToArray();
        return ends.Length > 0 && Array.TrueForAll(ends, end => end is { } instant && instant <= order.Now);
    }

    /// <summary>How many frames a countdown has, one a second.</summary>
    public static int Frames(SceneElement root) => int.TryParse(root["data-frames"], out var frames) && frames > 0 ? frames : UsualFrames;

    /// <summary>The slides in the order of the scene, without those that a theme hides, or an end that has come or not.</summary>
    public static SceneElement[] Slides(SceneTree tree, bool dark, bool ended) =>
        [.. tree.InOrder.Where(element => element["data-slide"] is not null && Line(element).All(one => Moment.IsThere(one, dark, ended)))];

    /// <summary>How long a slide is shown, in seconds.</summary>
    public static float Seconds(SceneElement slide) => Lengths.TryNumber(slide["data-slide"]!.TrimEnd('s'), out var seconds) ? Math.Clamp(seconds, 0.1f, 60) : UsualSeconds;

    private static IEnumerable<SceneElement> Line(SceneElement element)
    {
        for (SceneElement? one = element; one is not null; one = one.Parent)
        {
            yield return one;
        }
    }
}
