using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Hosting;

namespace Renderer.Server.Links;

/// <summary>Under which origin each workspace's links stand: its <c>link_domain</c>, else <c>PublicUrl</c>.</summary>
internal sealed class LinkDomains(ServerOptions options, TemplateLibrary library)
{
    // As a Host header has it.
    private readonly string everyones = new Uri(options.PublicUrl).IdnHost;

    /// <summary>The origin, without a slash at the end.</summary>
    public string Of(WorkspaceName workspace) => Of(library.Settings(workspace), options);

    /// <summary>The same of settings at hand.</summary>
    public static string Of(WorkspaceSettings settings, ServerOptions options) => (FaultOf(settings, options) is null ? settings.LinkDomain : null) ?? options.PublicUrl;

    /// <summary>
    /// Whether a workspace's links may be opened under this host: one workspace cannot send people on under another's name.
    /// PublicUrl, and hosts that no workspace claims (an address behind a proxy), open all.
    /// </summary>
    public bool Admits(HostString host, WorkspaceName workspace)
    {
        // Proxies write ports that links do not have, and a dot at the end is the same name: a claim is of the name alone.
        var name = host.Host.AsSpan().TrimEnd('.');
        if (name.Equals(everyones, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var claimed = false;
        foreach (var files in library.Workspaces)
        {
            if (DomainOf(files.Settings) is { } domain && IsUnder(domain, name))
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

    /// <summary>The workspaces that may be meant by a host alone, the likeliest first: those that claim it, and <c>default</c> under PublicUrl and hosts that nobody claims.</summary>
    public IReadOnlyList<WorkspaceName> Under(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        var claiming = library.Workspaces
            .Where(files => DomainOf(files.Settings) is { } domain && IsUnder(domain, name))
            .Select(files => files.Name).Order(Comparer<WorkspaceName>.Create((one, two) => string.CompareOrdinal(one.ToString(), two.ToString()))).ToList();
        if (claiming.Count == 0 || name.Equals(everyones, StringComparison.OrdinalIgnoreCase))
        {
            claiming.Remove(WorkspaceName.Default);
            claiming.Insert(0, WorkspaceName.Default);
        }

        return claiming;
    }

    /// <summary>What is wrong with a workspace's link domain on this server; null when nothing is.</summary>
    public static Diagnostic? FaultOf(WorkspaceSettings settings, ServerOptions options) =>
        !options.Development && settings.LinkDomain?.StartsWith("http://", StringComparison.Ordinal) == true
            ? new Diagnostic(Severity.Error, "link_domain_not_https", "'link_domain' must be https outside Development: links carry what people see. Until then links stand under PublicUrl.")
            : null;

    private string? DomainOf(WorkspaceSettings settings) => FaultOf(settings, options) is null ? settings.LinkDomain : null;

    private static bool IsUnder(string origin, ReadOnlySpan<char> name)
    {
        var authority = origin.AsSpan(origin.IndexOf("://", StringComparison.Ordinal) + 3);
        return authority.StartsWith(name, StringComparison.OrdinalIgnoreCase) && authority[name.Length..] is [] or [':', ..];
    }
}
