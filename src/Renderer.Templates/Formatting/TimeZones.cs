using System.Diagnostics.CodeAnalysis;

namespace Renderer.Templates.Formatting;

/// <summary>Time zones by their IANA names.</summary>
internal static class TimeZones
{
    /// <summary>Whether there is such a time zone, like "Europe/Berlin" or "UTC".</summary>
    public static bool IsKnown(string? name) => TryFind(name, out _);

    /// <summary>Finds a time zone.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;

        // The name becomes a path below the system's time zone database: nothing but its letters may pass.
        return name is { Length: >= 1 and <= 64 }
            && char.IsAsciiLetter(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }
}
