using System.Globalization;
using Renderer.Images.Moving;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class ClockTests
{
    [Theory]
    [InlineData("dd : hh : mm : ss", 90_061, "01 : 01 : 01 : 01")]
    [InlineData("hh:mm:ss", 90_061, "25:01:01")]
    [InlineData("m 'min' s 's'", 61, "1 min 1 s")]
    [InlineData("d'd'", 86_399, "0d")]
    [InlineData("'unclosed dd", 5, "unclosed dd")]
    [InlineData("", 5, "")]
    public void A_span_is_written_as_its_format_says(string format, long seconds, string written) => Assert.Equal(written, ClockFormat.Write(format, seconds));

    [Theory]
    [InlineData("2026-12-01T18:00:00Z", "2026-12-01T18:00:00Z")]
    [InlineData("2026-12-01T18:00:00+02:00", "2026-12-01T16:00:00Z")]
    [InlineData("2026-12-01T18:00:00", "2026-12-01T17:00:00Z")]
    [InlineData("2026-07-01T18:00:00", "2026-07-01T16:00:00Z")]
    [InlineData("2026-12-01", "2026-11-30T23:00:00Z")]
    public void An_end_without_an_offset_is_meant_in_the_persons_time_zone(string text, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), ClockEnd.Parse(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("")]
    [InlineData("2026-13-01")]
    public void What_is_no_instant_is_none(string text) => Assert.Null(ClockEnd.Parse(text, null));

    [Fact]
    public void A_second_that_has_begun_counts()
    {
        var end = DateTimeOffset.UnixEpoch.AddSeconds(100);
        Assert.Equal(3, ClockEnd.SecondsLeft(end, end.AddSeconds(-2.001)));
        Assert.Equal(2, ClockEnd.SecondsLeft(end, end.AddSeconds(-2)));
        Assert.Equal(0, ClockEnd.SecondsLeft(end, end.AddSeconds(9)));
    }
}
