using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>A scripted CRM behind the gate that a real connection has.</summary>
internal static class GatedCrm
{
    public static Task<Node> StartAsync(ScriptedCrm crm, CallRate rate) => Node.StartAsync(
        (settings, time) =>
        {
            var watch = new ConnectionWatch(WorkspaceName.Default, settings.Name, time, NullLogger.Instance);
            var gate = new Gate(settings, new CallWindow(WorkspaceName.Default, settings, null, time), watch, time);
            return new GatedConnection(new PassingCrm(crm.Connect(settings, time)), gate, watch);
        },
        settings: Node.Crm with { Rate = rate });
}
