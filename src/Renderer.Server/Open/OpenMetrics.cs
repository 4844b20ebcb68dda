using System.Diagnostics.Metrics;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary>Counts and times what is asked for of delivered mails.</summary>
internal static class OpenMetrics
{
    private static readonly Meter Meter = new("Renderer.Server");
    private static readonly Counter<long> Opens = Meter.CreateCounter<long>(
        "renderer_opens", description: "Looks at delivered mails, clicks and actions, by kind, who asked, outcome and reason.");
    private static readonly Histogram<double> Took = Meter.CreateHistogram(
        "renderer_open_seconds", "s", "Time from the token to the answer.", null, Seconds.Short);

    private static readonly Counter<long> Sheds = Meter.CreateCounter<long>(
        "renderer_opens_shed", description: "Looks at delivered mails that were answered by a fallback, since too many came at once.");

    public static void Count(OpenAsk ask, Outcome outcome, Reason reason)
    {
        var kind = new KeyValuePair<string, object?>("kind", ask.Kind.Label());
        Opens.Add(1, kind, new("class", ask.Verdict.Class.Label()), new("outcome", outcome.Label()), new("reason", reason.Label() ?? "none"));
        Took.Record(ask.Budget.Spent.TotalSeconds, kind);
    }

    public static void Shed() => Sheds.Add(1);

    public static void Watch(Func<long> waiting) =>
        Meter.CreateObservableGauge("renderer_opens_waiting", waiting, description: "Looks at delivered mails that wait for a place.");
}
