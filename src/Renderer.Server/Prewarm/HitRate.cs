namespace Renderer.Server.Prewarm;

/// <summary>What a prewarm is worth to the send that follows it.</summary>
/// <param name="Expected">The share of people who will be fresh when the prewarm ends; null before anybody knows.</param>
/// <param name="SendRate">People a second: a send in the list's order that is no slower finds each of them fresh.</param>
/// <param name="SendRateAtMost">People a second: a faster send would need more of the CRM for those who are not fresh than its rate gives; null: no bound.</param>
/// <param name="SendBeside">The send should run beside the prewarm: at its end the first would no longer be fresh.</param>
internal readonly record struct HitRate(double? Expected, double? SendRate, double? SendRateAtMost, bool SendBeside)
{
    /// <summary>Computes it.</summary>
    /// <param name="total">People in the list.</param>
    /// <param name="knownShare">Of those done, who are there.</param>
    /// <param name="pace">People a second of the prewarm.</param>
    /// <param name="freshFor">How long what is fetched is fresh.</param>
    /// <param name="mostPerSecond">People a second that the CRM's rate allows; null: no rate.</param>
    public static HitRate Of(long total, double knownShare, double pace, TimeSpan freshFor, double? mostPerSecond)
    {
        if (total <= 0 || pace <= 0 || freshFor <= TimeSpan.Zero)
        {
            return default;
        }

        var seconds = total / pace;
        var expected = knownShare * Math.Min(1, freshFor.TotalSeconds / seconds);
        var beside = seconds > freshFor.TotalSeconds;
        var missed = 1 - (beside ? knownShare : expected);
        return new(
            expected,
            beside ? pace : total / freshFor.TotalSeconds,
            mostPerSecond is { } most && missed > 0 ? most / missed : null,
            beside);
    }
}
