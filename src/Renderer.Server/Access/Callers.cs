using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;

namespace Renderer.Server.Access;

/// <summary>Tries the ways to prove a caller, in the contract's order. A credential that is there and wrong ends the search.</summary>
internal sealed class Callers(AccessKeys keys, TemplateLibrary library, DevelopmentKey development, OwnKey own, JwtRules jwt, TimeProvider clock)
{
    /// <summary>What an unproven caller is told.</summary>
    public const string Ways =
        "Send 'Authorization: Bearer <key>'. A key is made with: dotnet run --project src/Renderer.Server -- keys new default --role send";

    /// <summary>The caller, or null when nobody is proven.</summary>
    public async ValueTask<Caller?> ProveAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Query.ContainsKey("sig"))
        {
            return SignedUrl.Prove(http, library, clock);
        }

        if (request.Query.TryGetValue("key", out var key))
        {
            // A key in a URL ends up in logs and histories, so it opens the pull form alone, whatever else it may do.
            var holder = await ByKeyAsync(key.ToString(), http);
            return holder is null ? null : holder with { Roles = holder.Roles & Role.Pull };
        }

        var header = request.Headers.Authorization;
        return header.Count != 1 ? null : Split(header.ToString()) switch
        {
            ("bearer", var token) when jwt.Enabled && token.Count(c => c == '.') == 2 => await ByJwtAsync(http),
            ("bearer", var token) => await ByKeyAsync(token, http),
            ("basic", var pair) when Basic(pair) is { } secret => await ByKeyAsync(secret, http),
            _ => null,
        };
    }

    /// <summary>The caller by a key that was found elsewhere: where an ESP's own credential goes. The issuer's JWTs are taken there as well.</summary>
    public ValueTask<Caller?> ProveKeyAsync(string presented, HttpContext http) =>
        jwt.Enabled && presented.Count(c => c == '.') == 2 ? ByJwtAsync(http) : ByKeyAsync(presented, http);

    private async ValueTask<Caller?> ByKeyAsync(string presented, HttpContext http)
    {
        if (development.Opens(presented, http))
        {
            return new Caller(WorkspaceName.Default, Roles.All, [], "dev");
        }

        if (own.Opens(presented))
        {
            return new Caller(own.Workspace, Role.Pull, [], "warm-up");
        }

        return await keys.FindAsync(presented) is { } key
            ? new Caller(key.Workspace, key.Roles, key.Templates, key.Label.Length > 0 ? key.Label : key.Id)
            : null;
    }

    private static async ValueTask<Caller?> ByJwtAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result.Principal is { } principal
            && WorkspaceName.TryParse(principal.FindFirst("workspace")?.Value, out var workspace)
            && Roles.TryParse(string.Join(' ', principal.FindAll("scope").Select(claim => claim.Value)), out var roles)
            ? new Caller(workspace, roles, [], "jwt:" + (principal.FindFirst("client_id")?.Value ?? principal.FindFirst("azp")?.Value ?? "issuer"))
            : null;
    }

    private static (string Scheme, string Value) Split(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (string.Empty, string.Empty) : (header[..space].ToLowerInvariant(), header[(space + 1)..].Trim());
    }

    /// <summary>The key as password, or as user name when the password is empty.</summary>
    private static string? Basic(string pair)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64String(pair, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text.Length > colon + 1 ? text[(colon + 1)..] : text[..colon];
    }
}
