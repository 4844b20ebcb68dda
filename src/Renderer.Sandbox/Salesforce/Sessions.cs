using Renderer.Sandbox.OAuth;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Whether a token is a good session of the org.</summary>
internal sealed class Sessions(TokenBook tokens, TimeProvider clock)
{
    /// <summary>What a session may do, and what tells it from other vendors' tokens.</summary>
    public const string Scope = "salesforce:api";

    public bool IsGood(string token, string path) =>
        tokens.Find(token) is { } known
        && known.Scopes.Contains(Scope)
        && known.Expires > clock.GetUtcNow()
        && !(known.RevokedFor is { } revoked && path.StartsWith(revoked, StringComparison.Ordinal));
}
