namespace Renderer.Images.Drawing;

/// <summary>When a picture has taken too long. The time runs from the moment that this is made.</summary>
/// <param name="clock">Measures it.</param>
/// <param name="time">How long it may take.</param>
internal sealed class Deadline(TimeProvider clock, TimeSpan time)
{
    private readonly long began = clock.GetTimestamp();

    public bool IsOver => clock.GetElapsedTime(began) > time;
}
