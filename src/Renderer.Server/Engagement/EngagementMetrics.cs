using System.Diagnostics.Metrics;
using Renderer.Model;

namespace Renderer.Server.Engagement;

/// <summary>Counts what ESPs tell.</summary>
internal static class EngagementMetrics
{
    private static readonly Meter Meter = new("Renderer.Server");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "renderer_esp_events", description: "What ESPs told of mails, told again included, by ESP, kind and who did it.");

    private static readonly Counter<long> Ignored = Meter.CreateCounter<long>(
        "renderer_esp_events_ignored", description: "Events of ESPs that were passed over, by ESP and reason.");

    private static readonly Counter<long> Hooks = Meter.CreateCounter<long>(
        "renderer_esp_hooks", description: "Deliveries to hooks of ESPs, by ESP and what became of them.");

    /// <summary>They are there before the first event.</summary>
    public static void Begin() => _ = Meter;

    public static void Heard(EspKind esp, OpenKind kind, OpenClass asker) =>
        Events.Add(1, new("esp", esp.Word()), new("kind", kind.Label()), new("class", asker.Label()));

    public static void PassedOver(EspKind esp, EventIgnored reason) => Ignored.Add(1, new("esp", esp.Word()), new("reason", reason.Label()));

    public static void Delivered(EspKind esp, ProofResult result) => Hooks.Add(1, new("esp", esp.Word()), new("result", result switch
    {
        ProofResult.Genuine or ProofResult.Done => "done",
        ProofResult.Forged => "forged",
        ProofResult.NoSecret => "no_secret",
        _ => "not_now",
    }));
}
