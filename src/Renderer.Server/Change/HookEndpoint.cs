using Microsoft.AspNetCore.Http.Features;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm;
using Renderer.Server.Hosting;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Change;

/// <summary><c>POST /hooks/{workspace}/{connection}</c>: a CRM says who changed. "Done" is said when every node can see it.</summary>
internal static class HookEndpoint
{
    public static async Task<IResult> HandleAsync(
        string workspace, string connection, HttpContext http, ProfileChanges changes, ServerOptions options)
    {
        var (bytes, problem) = await JsonBody.ReadBytesAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        if (!WorkspaceName.TryParse(workspace, out var name))
        {
            return Unknown();
        }

        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? http.Request.Path;
        var delivery = new HookDelivery(http.Request.Method, options.PublicUrl + target, http.Request.Headers, bytes);
        var answer = await changes.ReceiveAsync(name, connection, delivery, http.RequestAborted);
        return answer.Result switch
        {
            HookResult.Done => answer.Reply is { } reply ? Results.Bytes(reply.Body, reply.ContentType) : Results.NoContent(),
            HookResult.BadSignature => new Problem(
                ProblemCode.Unauthorized,
                "The signature does not hold. Check the connection's hook_secret, that Renderer__PublicUrl is the URL the CRM calls, and the clocks."),
            HookResult.NoSuchConnection => Unknown(),
            _ => new Problem(ProblemCode.Unavailable, "The change cannot be written where every node sees it; send it again.") { RetryAfter = 1 },
        };
    }

    private static Problem Unknown() =>
        new(ProblemCode.NotFound, "No workspace has a connection of that name with a hook_secret; see workspace.yaml.");
}
