using System.Globalization;

namespace Renderer.Images.Moving;

/// <summary>When a countdown ends.</summary>
internal static class ClockEnd
{
    /// <summary>An instant of ISO 8601; without an offset it is meant in the person's time zone. Null: not understood.</summary>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo? zone)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var instant))
        {
            return null;
        }

        var at = text.IndexOf('T', StringComparison.Ordinal) is var t && t < 0 ? text.IndexOf(' ', StringComparison.Ordinal) : t;
        if (zone is null || (at >= 0 && text.AsSpan(at).ContainsAny("Z+-")))
        {
            return instant;
        }

        // An hour that summer time leaves out ends with it: the zone's offset before is taken.
        var local = DateTime.SpecifyKind(instant.UtcDateTime, DateTimeKind.Unspecified);
        var offset = zone.GetUtcOffset(local);
        return local.Ticks - offset.Ticks is > 0 and var ticks && ticks < DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : instant;
    }

    /// <summary>Whole seconds until then, begun ones counted; 0 when it has come.</summary>
    public static long SecondsLeft(DateTimeOffset end, DateTimeOffset now) =>
        Math.Max(0, (end - now).Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
}
