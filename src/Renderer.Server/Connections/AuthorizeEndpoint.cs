using Renderer.Ledger;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Hosting;
using Renderer.Server.Problems;

namespace Renderer.Server.Connections;

/// <summary><c>POST /v1/connections/{name}/authorize</c>: proves an operator's browser by a link that is good once.</summary>
internal static class AuthorizeEndpoint
{
    public static async Task<IResult> HandleAsync(string name, HttpContext http, ConnectionConsents consents, AuditTrail audit, ServerOptions options)
    {
        var caller = http.Caller();
        var offer = await consents.OfferAsync(caller.Workspace, name, caller.Label);
        switch (offer.Result)
        {
            case ConsentResult.Done:
                await audit.AppendAsync(caller.Workspace, caller.Label, AuditAction.Changed, $"connection {name}: consent link made");
                http.Response.Headers.CacheControl = "no-store";
                return Results.Json(new
                {
                    url = $"{ConsentEndpoint.AddressOf(options, caller.Workspace.ToString(), name)}/start?link={offer.Link}",
                    expires_at = offer.Until,
                    redirect_uri = ConsentEndpoint.CallbackOf(options, caller.Workspace.ToString(), name).AbsoluteUri,
                });
            case ConsentResult.NoSuchConnection:
                return ConnectionTestEndpoint.Unknown();
            case ConsentResult.NotNeeded:
                return new Problem(
                    ProblemCode.ConsentNotNeeded,
                    "This connection gets in without a person: only auth of type authorization_code or refresh_token in workspace.yaml needs one.");
            default:
                return new Problem(ProblemCode.Unavailable, "The ledger cannot do it now, so no link was made; send it again.") { RetryAfter = 1 };
        }
    }
}
