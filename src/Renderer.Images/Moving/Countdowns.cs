using Renderer.Images.Scenes;

namespace Renderer.Images.Moving;

/// <summary>What a scene's attributes say of how it moves.</summary>
internal static class Countdowns
{
    public const int UsualFrames = 60;

    /// <summary>Whether every countdown has come to its end; false where there is none.</summary>
    public static bool Ended(SceneTree tree, SceneOrder order)
    {
        var ends = tree.InOrder.Select(element => element["data-countdown"]).OfType<string>().Select(text => ClockEnd.Parse(text, order.TimeZone)).ToArray();
        return ends.Length > 0 && Array.TrueForAll(ends, end => end is { } instant && instant <= order.Now);
    }

    /// <summary>How many frames a countdown has, one a second.</summary>
    public static int Frames(SceneElement root) => int.TryParse(root["data-frames"], out var frames) && frames > 0 ? frames : UsualFrames;

    /// <summary>How long each slide is shown, in seconds, in the order of the scene.</summary>
    public static float[] Slides(SceneTree tree) =>
    [
        .. from element in tree.InOrder
           where element["data-slide"] is not null
           select Lengths.TryNumber(element["data-slide"]!.TrimEnd('s'), out var seconds) ? Math.Clamp(seconds, 0.1f, 60) : 2,
    ];
}
