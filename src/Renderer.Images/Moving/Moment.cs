using Renderer.Images.Scenes;

namespace Renderer.Images.Moving;

/// <summary>Which of a moving scene's pictures is drawn.</summary>
/// <param name="Slide">The slide that is shown; null: none.</param>
/// <param name="Ended">Whether the scene's countdown has come to its end.</param>
/// <param name="Clocks">Takes countdowns that are drawn apart; null draws them as they stand now.</param>
internal sealed record Moment(SceneElement? Slide, bool Ended, List<Clock>? Clocks = null)
{
    /// <summary>What a scene shows first, and all that a picture shows that does not move.</summary>
    public static Moment First(SceneTree tree, SceneOrder order)
    {
        var ended = Countdowns.Ended(tree, order);
        return new Moment(Countdowns.Slides(tree, order.Dark, ended).FirstOrDefault(), ended);
    }

    /// <summary>Whether an element is part of this picture.</summary>
    public bool Shows(SceneElement element, bool dark) => IsThere(element, dark, Ended) && (element["data-slide"] is null || element == Slide);

    /// <summary>Whether an element is there in a theme, before or after the end.</summary>
    public static bool IsThere(SceneElement element, bool dark, bool ended) =>
        (element["data-theme"] is not { } theme || theme == (dark ? "dark" : "light"))
        && (element["data-show"] is not { } show || show == (ended ? "ended" : "running"));
}
