using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles.Outbound;
using Renderer.Server.Access;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough;

/// <summary>Who calls, and which connection that is: the key implies the workspace, and where the key stands hangs on whose API it is.</summary>
internal sealed class EspDoor(TemplateLibrary library, Callers callers, OutboundPolicy policy)
{
    /// <summary>Whose API a name stands for, as far as that can be told before anybody is proven; the first where workspaces call different ones the same.</summary>
    public IReadOnlyList<IEspApi> Named(string connection) =>
    [
        .. library.Workspaces.SelectMany(workspace => workspace.Settings.Esps)
            .Where(esp => esp.Name == connection).Select(esp => esp.Kind).Distinct().Select(EspApis.Find).OfType<IEspApi>(),
    ];

    /// <summary>Proves the caller and finds the connection: both then stand in the call. Else why not.</summary>
    public async ValueTask<(IEspApi Api, Problem? Refusal)> EnterAsync(EspCall call, string connection, IReadOnlyList<IEspApi> named)
    {
        foreach (var api in named)
        {
            if (await api.ProveAsync(call, callers) is { } caller && Connection(caller.Workspace, connection) is { } esp && esp.Kind == api.Kind)
            {
                (call.Caller, call.Esp) = (caller, esp);
                return (api, Refusal(caller, esp));
            }
        }

        return (named[0], new Problem(
            ProblemCode.Unauthorized, "Put a key of ours where the ESP's own key goes: dotnet run --project src/Renderer.Server -- keys new default --role send"));
    }

    /// <summary>What is wrong with a workspace's ESPs on this server.</summary>
    public static IEnumerable<Diagnostic> FaultsOf(WorkspaceSettings settings, OutboundPolicy policy) =>
        from esp in settings.Esps
        where esp.BaseUrl is not null
        let fault = policy.FaultOf(esp.BaseUrl!)
        where fault is not null
        select new Diagnostic(Severity.Error, "esp_address_refused", $"The 'base_url' of the ESP '{esp.Name}' {fault}. Until then nothing is sent through it.");

    private EspSettings? Connection(WorkspaceName workspace, string name) => library.Settings(workspace).Esps.FirstOrDefault(esp => esp.Name == name);

    private Problem? Refusal(Caller caller, EspSettings esp) =>
        !caller.May(Role.Send) ? new Problem(ProblemCode.Forbidden, $"This needs a key with role send. Make one: keys new {caller.Workspace} --role send")
        : !esp.Sends ? new Problem(ProblemCode.ConnectionFailed, $"The ESP '{esp.Name}' has no credential to send with: give it 'api_key' in workspace.yaml (SES: 'access_key_id' and 'secret_access_key').")
        : policy.FaultOf(esp.BaseUrl!) is { } fault ? new Problem(ProblemCode.ConnectionFailed, $"The 'base_url' of the ESP '{esp.Name}' {fault}.")
        : null;
}
