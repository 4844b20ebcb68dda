using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Renderer.Server.Access;

/// <summary>Whose JWTs are taken: <c>Renderer__Jwt__…</c>; none by default.</summary>
internal sealed record JwtRules
{
    private const int LeastKeyBytes = 32;

    /// <summary>The issuer whose keys are found by OpenID Connect discovery.</summary>
    public string? Authority { get; init; }

    /// <summary>The issuer, where it is not the authority.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience a token must name; required, so that a token made for somebody else opens nothing.</summary>
    public string? Audience { get; init; }

    /// <summary>A shared HS256 key of at least 32 bytes, instead of discovery.</summary>
    public string? SigningKey { get; init; }

    /// <summary>Whether any issuer is configured.</summary>
    public bool Enabled => Authority is not null || SigningKey is not null;

    /// <summary>What is wrong with these rules: each would let in tokens that were never meant for us, or none at all.</summary>
    public IEnumerable<string> Faults(bool development)
    {
        if (!Enabled)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            yield return "Renderer__Jwt__Audience must name who the tokens are made for: without it a token made for another service would open this one.";
        }

        if (SigningKey is not null && string.IsNullOrWhiteSpace(Issuer))
        {
            yield return "Renderer__Jwt__Issuer must name who signs with Renderer__Jwt__SigningKey.";
        }

        if (SigningKey is not null && Encoding.UTF8.GetByteCount(SigningKey) < LeastKeyBytes)
        {
            yield return $"Renderer__Jwt__SigningKey needs at least {LeastKeyBytes} bytes: HS256 is no stronger than its key.";
        }

        if (Authority is not null && !(Uri.TryCreate(Authority, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (development && url.Scheme == Uri.UriSchemeHttp))))
        {
            yield return "Renderer__Jwt__Authority must be the issuer's https URL: its keys are fetched from there.";
        }
    }

    public void Apply(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.Authority = Authority;
        options.RequireHttpsMetadata = Authority?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ?? true;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateLifetime = true,
            RequireExpirationTime = true,
            ValidateIssuerSigningKey = true,
            IssuerSigningKey = SigningKey is null ? null : new SymmetricSecurityKey(Encoding.UTF8.GetBytes(SigningKey)),
            ValidAlgorithms = SigningKey is null ? ["RS256", "ES256", "PS256"] : ["HS256"],
        };
    }
}
