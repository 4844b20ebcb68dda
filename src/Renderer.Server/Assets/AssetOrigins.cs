using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Server.Links;

namespace Renderer.Server.Assets;

/// <summary>Which origin a request means: that of the workspace under whose link domain it came, else of <c>default</c>.</summary>
internal sealed class AssetOrigins(LinkDomains domains, TemplateLibrary library, OutboundPolicy policy)
{
    /// <summary>The origin and its workspace; null when none of that name may be asked.</summary>
    public (WorkspaceName Workspace, AssetOrigin Origin)? Find(HttpContext http)
    {
        if (http.GetRouteValue("origin") is not string name)
        {
            return null;
        }

        foreach (var workspace in domains.Under(http.Request.Host))
        {
            if (library.Settings(workspace).Assets.GetValueOrDefault(name) is { } origin && policy.FaultOf(origin.BaseUrl) is null)
            {
                return (workspace, origin);
            }
        }

        return null;
    }

    /// <summary>What is wrong with a workspace's origins on this server.</summary>
    public static IEnumerable<Diagnostic> FaultsOf(WorkspaceSettings settings, OutboundPolicy policy) =>
        from origin in settings.Assets.Values
        let fault = policy.FaultOf(origin.BaseUrl)
        where fault is not null
        select new Diagnostic(Severity.Error, "asset_origin_refused", $"The 'base_url' of the origin '{origin.Name}' {fault}. Until then its files are 404.");
}
