using System.Diagnostics.Metrics;
using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>Times pictures, and counts how often a limited truth was worded so that it holds. Looks themselves are counted at the door.</summary>
internal static class OpenMetrics
{
    private static readonly Meter Meter = new("Renderer.Messages");
    private static readonly Counter<long> Truths = Meter.CreateCounter<long>(
        "renderer_truth_looks", description: "Looks at slots whose statements hold for a limited time, by who asked, and whether the wording was relative.");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram(
        "renderer_picture_seconds", "s", "Time from a genuine link to its picture's bytes, by outcome.", null, Model.Seconds.Short);

    public static void CountTruth(OpenClass asker, bool relative) => Truths.Add(
        1, new("class", asker.Label()), new KeyValuePair<string, object?>("wording", relative ? "relative" : "absolute"));

    public static void Time(Outcome outcome, TimeSpan took) =>
        Seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome.Label()));
}
