using System.Diagnostics.Metrics;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>What is measured of how CRMs are protected; tags as in <see cref="CrmMetrics"/>.</summary>
internal static class ProtectionMetrics
{
    /// <summary>Waits to be let through, those in vain too; a call that need not wait is not counted.</summary>
    public static readonly Histogram<double> Waits =
        ProfileMeters.Meter.CreateHistogram("renderer.crm.gate.wait", "s", "Waits of calls for a place or the rate, by purpose and whether they passed.", null, Seconds.Short);

    /// <summary>Calls that may run at once, as the CRM bears now.</summary>
    public static readonly Gauge<int> Places =
        ProfileMeters.Meter.CreateGauge<int>("renderer.crm.places", "{call}", "Calls that may run at once on this node, as the CRM bears them now.");

    /// <summary>People in one call, of reads that came one by one.</summary>
    public static readonly Histogram<int> Gathered =
        ProfileMeters.Meter.CreateHistogram(
            "renderer.crm.gathered", "{person}", "People in one call, of reads that came one by one.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 200, 500, 1000, 2000] });

    /// <summary>Calls that the rate's window holds.</summary>
    public static readonly Gauge<int> InWindow =
        ProfileMeters.Meter.CreateGauge<int>("renderer.crm.rate.used", "{call}", "Calls within the span of the connection's rate, as far as this node knows.");

    /// <summary>Calls of the day, of all nodes.</summary>
    public static readonly Gauge<long> CallsToday =
        ProfileMeters.Meter.CreateGauge<long>("renderer.crm.daily.used", "{call}", "Calls of this day (UTC), of all nodes.");

    /// <summary>Calls that are left of the day's budget.</summary>
    public static readonly Gauge<long> LeftToday =
        ProfileMeters.Meter.CreateGauge<long>("renderer.crm.daily.left", "{call}", "Calls that are left of the daily budget.");

    /// <summary>When the day's budget will have run out.</summary>
    public static readonly Gauge<long> RunsOutAt =
        ProfileMeters.Meter.CreateGauge<long>("renderer.crm.daily.runs_out_at", "s", "Unix time at which the daily budget will have run out at the present pace; 0: not today.");

    /// <summary>People who were answered from what there was, and are asked for when the quota allows.</summary>
    public static readonly Gauge<int> Later =
        ProfileMeters.Meter.CreateGauge<int>("renderer.crm.put_off", "{person}", "People who could not be asked for in time and wait for room in the quota.");

    /// <summary>Those who are not even that.</summary>
    public static readonly Counter<long> Dropped =
        ProfileMeters.Meter.CreateCounter<long>("renderer.crm.put_off.dropped", "{person}", "People who could not be asked for in time and were too many to wait.");
}
