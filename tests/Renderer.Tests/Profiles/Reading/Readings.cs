using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

internal static class Readings
{
    /// <summary>The number that the tests' people carry.</summary>
    public static int N(this ProfileReading reading)
    {
        using var json = JsonDocument.Parse(reading.Profile.Json);
        return json.RootElement.GetProperty("n").GetInt32();
    }

    public static void IsFresh(this ProfileReading reading, int n)
    {
        Assert.Equal((ProfileState.Fresh, Reason.None), (reading.State, reading.Reason));
        Assert.Equal(n, reading.N());
        Assert.True(reading.StaleAttributes.IsEmpty);
    }

    public static void IsStale(this ProfileReading reading, int n, Reason reason)
    {
        Assert.Equal((ProfileState.Stale, reason), (reading.State, reading.Reason));
        Assert.Equal(n, reading.N());
        Assert.False(reading.StaleAttributes.IsEmpty);
    }

    public static void IsUnavailable(this ProfileReading reading, Reason reason) =>
        Assert.Equal((ProfileState.Unavailable, reason), (reading.State, reading.Reason));

    public static void IsMissing(this ProfileReading reading) =>
        Assert.Equal((ProfileState.Missing, Reason.ProfileMissing), (reading.State, reading.Reason));
}
