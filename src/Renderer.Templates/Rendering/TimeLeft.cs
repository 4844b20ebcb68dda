using System.Globalization;
using Renderer.Templates.Formatting;

namespace Renderer.Templates.Rendering;

/// <summary>What is said of an end that comes: how much time is left, or, to a client that keeps what it fetched for later, when it ends.</summary>
internal static class TimeLeft
{
    // Weekdays tell no more.
    private static readonly TimeSpan Week = TimeSpan.FromDays(6);
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    /// <summary>"2 h left", "ends Tue 18:00", "ended": in the words of the template's texts <c>time_left.left</c>, <c>.ends</c>, <c>.ended</c>, else of the locale.</summary>
    /// <param name="run">The message.</param>
    /// <param name="end">In its time zone.</param>
    public static string Say(MailRun run, DateTime end)
    {
        var words = EndWords.Of(run.Culture);
        var left = Utc(end, run.Zone) - run.Scope.Now.UtcDateTime;
        return left <= TimeSpan.Zero ? Own(run, "ended") ?? words.Ended
            : run.IsRelative ? (Own(run, "left") ?? words.Left).Replace("{left}", Length(left, words), StringComparison.Ordinal)
            : (Own(run, "ends") ?? words.Ends).Replace("{at}", Moment(end, left, run.Culture), StringComparison.Ordinal);
    }

    // Never more than there is, but for the last minute.
    private static string Length(TimeSpan left, EndWords words) =>
        left >= TwoDays ? Count(left.TotalDays, words.Day)
        : left >= TimeSpan.FromHours(1) ? Count(left.TotalHours, words.Hour)
        : Count(Math.Max(1, left.TotalMinutes), words.Minute);

    private static string Count(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{(int)number}{unit}");

    private static string Moment(DateTime end, TimeSpan left, CultureInfo culture) =>
        left < Week ? $"{end.ToString("ddd", culture)} {end.ToString("t", culture)}" : $"{end.ToString("M", culture)} {end.ToString("t", culture)}";

    private static string? Own(MailRun run, string key) => run.Mail.Translate($"time_left.{key}", run.Culture);

    // An hour that a change of clocks leaves out is meant as the one after it.
    private static DateTime Utc(DateTime local, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(zone.IsInvalidTime(local) ? local.AddHours(1) : local, DateTimeKind.Unspecified), zone);
}
