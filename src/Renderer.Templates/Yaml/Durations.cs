using System.Globalization;

namespace Renderer.Templates.Yaml;

/// <summary>Times as people write them: <c>500ms</c>, <c>5s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>, <c>1y</c>.</summary>
internal static class Durations
{
    /// <summary>Reads a time that is known to be one.</summary>
    public static TimeSpan Parse(string text) => TryParse(text, out var duration) ? duration : throw new FormatException(text);

    /// <summary>Reads a time; false when it is none, or longer than ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        double? seconds = text[digits.Length..] switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            "y" => 365 * 86400,
            _ => null,
        };
        if (seconds is null
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count * seconds > TimeSpan.FromDays(3650).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(count * seconds.Value);
        return true;
    }
}
