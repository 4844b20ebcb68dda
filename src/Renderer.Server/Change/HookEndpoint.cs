using Microsoft.AspNetCore.Http.Features;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Crm;
using Renderer.Server.Engagement;
using Renderer.Server.Hosting;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Change;

/// <summary><c>POST /hooks/{workspace}/{connection}</c>: a CRM says who changed, or an ESP what became of mails. "Done" is said when every node can see it.</summary>
internal static class HookEndpoint
{
    public static async Task<IResult> HandleAsync(
        string workspace, string connection, HttpContext http, ProfileChanges changes, EngagementDesk engagement, TemplateLibrary library, ServerOptions options)
    {
        var url = options.PublicUrl + (http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? http.Request.Path);
        var isNamed = WorkspaceName.TryParse(workspace, out var name);
        if (isNamed && library.Settings(name).Esps.FirstOrDefault(esp => esp.Name == connection) is { } esp)
        {
            return await engagement.TakeAsync(http, name, esp, url);
        }

        var (bytes, problem) = await JsonBody.ReadBytesAsync(http);
        if (problem is not null)
        {
            return problem;
        }

        if (!isNamed)
        {
            return Unknown();
        }

        var delivery = new HookDelivery(http.Request.Method, url, http.Request.Headers, bytes);
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

    /// <summary><c>HEAD</c>: Mandrill looks whether there is anything before it makes a hook.</summary>
    public static IResult Look(string workspace, string connection, TemplateLibrary library) =>
        WorkspaceName.TryParse(workspace, out var name) && library.Settings(name).Esps.Any(esp => esp.Name == connection) ? Results.Ok() : Unknown();

    private static Problem Unknown() =>
        new(ProblemCode.NotFound, "No workspace has a connection or an ESP of that name with a hook_secret; see workspace.yaml.");
}
