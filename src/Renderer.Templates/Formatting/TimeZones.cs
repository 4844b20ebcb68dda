namespace Renderer.Templates.Formatting;

/// <summary>Time zones by their IANA names.</summary>
internal static class TimeZones
{
    /// <summary>Whether there is such a time zone, like "Europe/Berlin" or "UTC".</summary>
    public static bool IsKnown(string? name) => Find(name) is not null;

    /// <summary>Finds a time zone; null for none.</summary>
    public static TimeZoneInfo? Find(string? name) =>
        // The name becomes a path below the system's time zone database: nothing but its letters may pass.
        name is { Length: >= 1 and <= 64 }
        && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
