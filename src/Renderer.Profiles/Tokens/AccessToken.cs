using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>A token and when it ends, on the monotonic clock of its source.</summary>
/// <param name="value">The token; says nothing when printed.</param>
/// <param name="renewAt">From then on a new one is fetched while this one is still used.</param>
/// <param name="endsAt">From then on it is not used.</param>
/// <param name="extras">What the reply said beside it.</param>
internal sealed class AccessToken(string value, TimeSpan renewAt, TimeSpan endsAt, TokenExtras? extras = null)
{
    public string Value { get; } = value;

    public TimeSpan RenewAt { get; } = renewAt;

    public TimeSpan EndsAt { get; } = endsAt;

    public TokenExtras Extras { get; } = extras ?? TokenExtras.None;

    /// <summary>A token that was granted for so long, asked for at this instant.</summary>
    /// <param name="value">The token.</param>
    /// <param name="life">How long it is good in all.</param>
    /// <param name="left">How much of that is left; the whole life when it is new.</param>
    /// <param name="now">The instant, on the source's clock.</param>
    /// <param name="extras">What the reply said beside it.</param>
    public static AccessToken Of(string value, TimeSpan life, TimeSpan left, TimeSpan now, TokenExtras extras)
    {
        var ahead = TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(60).Ticks, life.Ticks / 10));
        return new AccessToken(value, now + left - ahead, now + left, extras);
    }

    /// <summary>Whether a text can be a token at all; another one would break the header that it stands in.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and <= 16 * 1024 && text.All(c => c is > ' ' and <= '~');

    public override string ToString() => "***";
}

/// <summary>What a reply says beside the token.</summary>
/// <param name="Scope">What the token may do; null when the server does not tell.</param>
/// <param name="InstanceUrl">Where Salesforce wants to be asked with it.</param>
/// <param name="ApiDomain">The same at Zoho and Pipedrive.</param>
/// <param name="RefreshToken">What buys the next one.</param>
/// <param name="Life">How long it is good, or is taken to be.</param>
internal sealed record TokenExtras(
    string? Scope = null, string? InstanceUrl = null, string? ApiDomain = null, Secret? RefreshToken = null, TimeSpan? Life = null)
{
    public static readonly TokenExtras None = new();
}
