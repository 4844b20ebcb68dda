using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Crm;

/// <summary>Opens the connections that workspaces name; one that cannot be opened is logged with what to do, and its people are unavailable.</summary>
internal sealed partial class CrmDoor(OutboundPolicy policy, TimeProvider clock, ILoggerFactory logs)
{
    private readonly ILogger log = logs.CreateLogger("Renderer.Profiles.Crm");

    public ICrmConnection? Open(WorkspaceName workspace, ConnectionSettings settings)
    {
        var made = CrmConnections.Create(workspace, settings, policy, clock, logs);
        if (made.Fault is { } fault)
        {
            Log.Refused(log, workspace, fault);
        }

        return made.Connection;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Workspace {Workspace}: {Fault}")]
        public static partial void Refused(ILogger logger, WorkspaceName workspace, Diagnostic fault);
    }
}
