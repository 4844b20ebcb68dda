using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>A token, a grant or a refusal as nodes keep it for each other, sealed: in Redis for a token's life, in the ledger for good.</summary>
internal sealed record StoredToken
{
    /// <summary>Whose it is: a hash of the client that it was given to.</summary>
    public required string For { get; init; }

    public string? Access { get; init; }

    public long LifeMs { get; init; }

    /// <summary>Its end, milliseconds since 1970; 0 where the place it is kept in ends it.</summary>
    public long EndsAtMs { get; init; }

    public string? Scope { get; init; }

    public string? InstanceUrl { get; init; }

    public string? ApiDomain { get; init; }

    public string? Refresh { get; init; }

    /// <summary>The hash of the refresh token in workspace.yaml that was there when this was kept: another one there is a new beginning.</summary>
    public string? Seed { get; init; }

    public TokenFailure Failure { get; init; }

    public string? Error { get; init; }

    public int Times { get; init; }

    /// <summary>When the endpoint may be asked again, milliseconds since 1970; 0 where the place ends it.</summary>
    public long AskAgainAtMs { get; init; }

    public static StoredToken Of(string client, AccessToken token, DateTimeOffset endsAt) => new()
    {
        For = client,
        Access = token.Value,
        LifeMs = (long)(token.Extras.Life ?? TimeSpan.Zero).TotalMilliseconds,
        EndsAtMs = endsAt.ToUnixTimeMilliseconds(),
        Scope = token.Extras.Scope,
        InstanceUrl = token.Extras.InstanceUrl,
        ApiDomain = token.Extras.ApiDomain,
        Refresh = token.Extras.RefreshToken?.Value,
    };

    public byte[] Seal(ISealing sealing, string purpose) =>
        sealing.Seal(purpose, JsonSerializer.SerializeToUtf8Bytes(this, StoredTokenJson.Default.StoredToken));

    /// <summary>Opens what was kept; null when it is another client's, another version's, or was changed.</summary>
    public static StoredToken? Open(ISealing sealing, string purpose, ReadOnlySpan<byte> kept, string client)
    {
        try
        {
            return sealing.Open(purpose, kept) is { } plain
                && JsonSerializer.Deserialize(plain, StoredTokenJson.Default.StoredToken) is { } stored
                && stored.For == client ? stored : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The token, so much of whose life is left.</summary>
    public AccessToken? Token(TimeSpan left, TimeSpan now) => Access is null || !AccessToken.IsToken(Access) ? null : AccessToken.Of(
        Access,
        TimeSpan.FromMilliseconds(LifeMs),
        left,
        now,
        new TokenExtras(Scope, InstanceUrl, ApiDomain, Refresh is null ? null : new Secret(Refresh), TimeSpan.FromMilliseconds(LifeMs)));

    public static string Hash(params IEnumerable<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    public override string ToString() => "***";
}

/// <summary>How it is written; generated, so that a render never waits for reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, MaxDepth = 4)]
[JsonSerializable(typeof(StoredToken))]
internal sealed partial class StoredTokenJson : JsonSerializerContext;
