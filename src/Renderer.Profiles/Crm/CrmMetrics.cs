using System.Diagnostics;
using System.Diagnostics.Metrics;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>What is measured of CRMs. Tags name workspaces, connections and closed sets, never a person.</summary>
internal static class CrmMetrics
{
    /// <summary>The room's traces.</summary>
    public static readonly ActivitySource Traces = new(ProfileMeters.Name);

    /// <summary>Reads by how they ended, with their time; a read that is answered without a request counts too.</summary>
    public static readonly Histogram<double> Reads =
        ProfileMeters.Meter.CreateHistogram("renderer.crm.read.duration", "s", "Reads of a CRM, by how they ended.", null, Seconds.Long);

    /// <summary>Requests that left for the CRM's API.</summary>
    public static readonly Counter<long> Requests =
        ProfileMeters.Meter.CreateCounter<long>("renderer.crm.requests", "{request}", "Requests sent to a CRM, by status.");

    /// <summary>Requests that left for a token endpoint.</summary>
    public static readonly Counter<long> TokenRequests =
        ProfileMeters.Meter.CreateCounter<long>("renderer.crm.token_requests", "{request}", "Token requests, by how they ended.");

    /// <summary>1 while a connection gets no token until somebody mends it, else 0.</summary>
    public static readonly Gauge<int> Broken =
        ProfileMeters.Meter.CreateGauge<int>("renderer.crm.connection_broken", description: "1 while a token endpoint refuses a connection for good, or nobody has consented.");

    /// <summary>1 while a circuit is open, else 0.</summary>
    public static readonly Gauge<int> CircuitOpen =
        ProfileMeters.Meter.CreateGauge<int>("renderer.crm.circuit_open", description: "1 while a kind of call is known to fail and is only probed.");

    /// <summary>Until when a CRM asked us to stay away.</summary>
    public static readonly Gauge<double> PausedUntil =
        ProfileMeters.Meter.CreateGauge<double>("renderer.crm.paused_until", "s", "Unix time until which a CRM asked us to wait.");
}
