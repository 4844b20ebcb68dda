namespace Renderer.Profiles.Tokens;

/// <summary>A bearer token and when it ends, on the monotonic clock of its source.</summary>
/// <param name="value">The token; says nothing when printed.</param>
/// <param name="renewAt">From then on a new one is fetched while this one is still used.</param>
/// <param name="endsAt">From then on it is not used.</param>
internal sealed class AccessToken(string value, TimeSpan renewAt, TimeSpan endsAt)
{
    public string Value { get; } = value;

    public TimeSpan RenewAt { get; } = renewAt;

    public TimeSpan EndsAt { get; } = endsAt;

    /// <summary>Whether a text can be a bearer token at all; another one would break the header that it stands in.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= 8 * 1024 && text.All(c => c is > ' ' and <= '~');

    public override string ToString() => "***";
}
