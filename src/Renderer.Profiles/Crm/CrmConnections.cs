using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm.Dataverse;
using Renderer.Profiles.Crm.Files;
using Renderer.Profiles.Crm.HubSpot;
using Renderer.Profiles.Crm.Protection;
using Renderer.Profiles.Crm.Rest;
using Renderer.Profiles.Crm.Salesforce;
using Renderer.Profiles.Crm.Segment;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Crm;

/// <summary>A connection, or what is wrong with its settings.</summary>
internal readonly record struct CrmConnectionOrFault(ICrmConnection? Connection, Diagnostic? Fault);

/// <summary>Makes connections: the one place that knows all kinds of CRMs.</summary>
internal static class CrmConnections
{
    /// <summary>Makes the connection that these settings describe. Nothing is called yet.</summary>
    /// <param name="workspace">Whose it is.</param>
    /// <param name="settings">What the workspace says of it.</param>
    /// <param name="policy">Where it may lead.</param>
    /// <param name="clock">For all its ages and waits.</param>
    /// <param name="logs">Where its changes of state are logged.</param>
    /// <param name="shelf">Where nodes keep tokens for each other; null: each for itself.</param>
    /// <param name="redis">Where nodes count its calls together; null: this node alone.</param>
    /// <param name="tell">Hears who changed of connections that find it out by themselves (null is everybody), and says whether every node knows.</param>
    public static CrmConnectionOrFault Create(
        WorkspaceName workspace,
        ConnectionSettings settings,
        OutboundPolicy policy,
        TimeProvider clock,
        ILoggerFactory logs,
        TokenShelf? shelf = null,
        RedisLink? redis = null,
        Func<IReadOnlyList<CrmChange>?, Task<bool>>? tell = null)
    {
        var watch = new ConnectionWatch(workspace, settings.Name, clock, logs.CreateLogger("Renderer.Profiles.Crm"));
        var window = settings is { Rate: null, Daily: null } ? null : new CallWindow(workspace, settings, redis, clock);
        watch.Gate = new Gate(settings, window, watch, clock);
        var desk = new TokenDesk(workspace, policy, shelf, watch, clock);
        var made = settings.Type switch
        {
            "file" => FileConnection.Create(settings, tell, clock, logs.CreateLogger("Renderer.Profiles.Crm")),
            "rest" => RestConnection.Create(settings, policy, desk, watch, clock),
            "hubspot" => HubSpotConnection.Create(settings, policy, desk, watch, clock),
            "dataverse" => DataverseConnection.Create(settings, policy, desk, watch, clock),
            "segment" => SegmentConnection.Create(settings, policy, desk, watch, clock),
            "salesforce" => SalesforceConnection.Create(settings, policy, desk, watch, clock),
            _ => Fault(settings, "connection_type_unknown", "its type is no kind of CRM that Renderer knows; use hubspot, salesforce, dataverse, segment, rest or file"),
        };
        if (made.Connection is not { } connection)
        {
            return made;
        }

        watch.Gate.Known = () => connection.Quota;
        return new(new GatedConnection(connection, watch.Gate, watch), null);
    }

    /// <summary>Says what is wrong with a connection, and what to do.</summary>
    public static CrmConnectionOrFault Fault(ConnectionSettings settings, string code, string what) =>
        new(null, new Diagnostic(Severity.Error, code, $"Connection '{settings.Name}': {what}.", File: "workspace.yaml"));
}
