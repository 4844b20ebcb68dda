using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Server.Assets;
using Renderer.Server.Links;
using Renderer.Server.Passthrough;

namespace Renderer.Server.Hosting;

/// <summary>What of a workspace's settings cannot hold on this server, however right it is in the file.</summary>
internal static class SettingsFaults
{
    public static IEnumerable<Diagnostic> Of(WorkspaceSettings settings, ServerOptions options)
    {
        IEnumerable<Diagnostic> domain = LinkDomains.FaultOf(settings, options) is { } fault ? [fault] : [];
        var policy = new OutboundPolicy(options.Development, options.OutboundAllow);
        return domain.Concat(AssetOrigins.FaultsOf(settings, policy)).Concat(EspDoor.FaultsOf(settings, policy));
    }
}
