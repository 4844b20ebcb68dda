using System.Globalization;

namespace Renderer.Images.Moving;

/// <summary>A part of how a countdown is written: a unit's value, or text.</summary>
/// <param name="Unit">How many seconds it has; 0: it is text.</param>
/// <param name="Wrap">The value that it starts again at; 0: it takes what is over.</param>
/// <param name="Least">How many digits it has at least.</param>
/// <param name="Text">What it says where it is no unit.</param>
internal readonly record struct ClockPart(int Unit, int Wrap, int Least, string Text)
{
    public bool IsUnit => Unit > 0;

    /// <summary>The digits that stand for so many seconds.</summary>
    public string Digits(long seconds) => (Wrap == 0 ? seconds / Unit : seconds / Unit % Wrap).ToString(Least == 2 ? "00" : "0", CultureInfo.InvariantCulture);

    /// <summary>How many digits it has at most from so many seconds on: its places, so that nothing moves when it loses one.</summary>
    public int Places(long seconds) => Wrap == 0 ? Digits(seconds).Length : 2;
}
