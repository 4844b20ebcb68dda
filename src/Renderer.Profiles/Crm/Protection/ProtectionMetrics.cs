using System.Diagnostics.Metrics;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>What is measured of how CRMs are protected; tags as in <see cref="CrmMetrics"/>.</summary>
internal static class ProtectionMetrics
{
    /// <summary>Waits to be let through, those in vain too; a call that need not wait is not counted.</summary>
    public static readonly Histogram<double> Waits =
        ProfileMeters.Meter.CreateHistogram<double>("renderer.crm.gate.wait", "s", "Waits of calls for a place or the rate, by purpose and whether they passed.");

    /// <summary>Calls that may run at once, as the CRM bears now.</summary>
    public static readonly Gauge<int> Places =
        ProfileMeters.Meter.CreateGauge<int>("renderer.crm.places", "{call}", "Calls that may run at once on this node, as the CRM bears them now.");

    /// <summary>People in one call, of reads that came one by one.</summary>
    public static readonly Histogram<int> Gathered =
        ProfileMeters.Meter.CreateHistogram<int>("renderer.crm.gathered", "{person}", "People in one call, of reads that came one by one.");
}
