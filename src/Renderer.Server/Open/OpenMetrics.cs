using System.Diagnostics.Metrics;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary>Counts and times what is asked for of delivered mails.</summary>
internal static class OpenMetrics
{
    private static readonly Meter Meter = new("Renderer.Server");
    private static readonly Counter<long> Opens = Meter.CreateCounter<long>(
        "renderer_opens", description: "Looks at delivered mails, clicks and actions, by kind, who asked, and outcome.");
    private static readonly Histogram<double> Took = Meter.CreateHistogram(
        "renderer_open_seconds", "s", "Time from the token to the answer.", null, Seconds.Short);

    public static void Count(OpenAsk ask, Outcome outcome)
    {
        var kind = new KeyValuePair<string, object?>("kind", ask.Kind.Label());
        Opens.Add(1, kind, new("class", ask.Verdict.Class.Label()), new("outcome", outcome.Label()));
        Took.Record(ask.Budget.Spent.TotalSeconds, kind);
    }
}
