using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Hosting;

namespace Renderer.Server.Links;

/// <summary>Under which origin each workspace's links stand: its <c>link_domain</c>, else <c>PublicUrl</c>.</summary>
internal sealed class LinkDomains(ServerOptions options, TemplateLibrary library)
{
    /// <summary>The origin, without a slash at the end.</summary>
    public string Of(WorkspaceName workspace) =>
        library.Settings(workspace) is var settings && FaultOf(settings, options) is null ? settings.LinkDomain ?? options.PublicUrl : options.PublicUrl;

    /// <summary>
    /// Whether a workspace's links may be opened under this host: one workspace cannot send people on under another's name.
    /// Hosts that no workspace claims (PublicUrl, an address behind a proxy) open all.
    /// </summary>
    public bool Admits(HostString host, WorkspaceName workspace)
    {
        var claimed = false;
        foreach (var files in library.Workspaces)
        {
            if (files.Settings.LinkDomain is { } domain && domain.AsSpan(domain.IndexOf("://", StringComparison.Ordinal) + 3).Equals(host.Value, StringComparison.OrdinalIgnoreCase))
            {
                claimed = true;
                if (files.Name == workspace)
                {
                    return true;
                }
            }
        }

        return !claimed;
    }

    /// <summary>What is wrong with a workspace's link domain on this server; null when nothing is.</summary>
    public static Diagnostic? FaultOf(WorkspaceSettings settings, ServerOptions options) =>
        !options.Development && settings.LinkDomain?.StartsWith("http://", StringComparison.Ordinal) == true
            ? new Diagnostic(Severity.Error, "link_domain_not_https", "'link_domain' must be https outside Development: links carry what people see. Until then links stand under PublicUrl.")
            : null;
}
