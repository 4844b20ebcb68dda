using Renderer.Images.Scenes;

namespace Renderer.Images.Moving;

/// <summary>Which of a moving scene's pictures is drawn.</summary>
/// <param name="Slide">Which slide, from 0.</param>
/// <param name="Ended">Whether the scene's countdown has come to its end.</param>
/// <param name="Clocks">Takes countdowns that are drawn apart; null draws them as they stand now.</param>
internal sealed record Moment(int Slide, bool Ended, List<Clock>? Clocks = null)
{
    private readonly Dictionary<SceneElement, int> slides = [];

    /// <summary>Whether an element is part of this picture.</summary>
    public bool Shows(SceneElement element, bool dark) =>
        (element["data-theme"] is not { } theme || theme == (dark ? "dark" : "light"))
        && (element["data-show"] is not { } show || show == (Ended ? "ended" : "running"))
        && (element["data-slide"] is null || Number(element) == Slide);

    // Slides are numbered as they are met; each drawing meets all of them.
    private int Number(SceneElement element)
    {
        if (!slides.TryGetValue(element, out var number))
        {
            slides[element] = number = slides.Count;
        }

        return number;
    }
}
