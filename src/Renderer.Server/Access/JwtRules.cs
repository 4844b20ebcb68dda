using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Renderer.Server.Access;

/// <summary>Whose JWTs are taken: <c>Renderer__Jwt__…</c>; none by default.</summary>
internal sealed record JwtRules
{
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

    public void Apply(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.Authority = Authority;
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
