using System.Diagnostics.Metrics;
using Renderer.Messages.Decisions;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Counts messages by outcome and times them; of opened mails times the pictures, since looks are counted at the door.</summary>
internal static class MessageMetrics
{
    private static readonly Meter Meter = new("Renderer.Messages");
    private static readonly Counter<long> Rendered = Meter.CreateCounter<long>("renderer_messages", description: "Messages by template, outcome and reason.");
    private static readonly Counter<long> Blocks = Meter.CreateCounter<long>(
        "renderer_blocks", description: "Blocks that were decided or that fell, by template, outcome and reason.");
    private static readonly Counter<long> ReusedBlocks = Meter.CreateCounter<long>(
        "renderer_reused_blocks", description: "Blocks that were not rendered, since another message had made the same, by template.");
    private static readonly Counter<long> ReusedBytes = Meter.CreateCounter<long>(
        "renderer_reused_bytes", "By", "Bytes of all parts that were not rendered, likewise, by template.");
    private static readonly Counter<long> Slots = Meter.CreateCounter<long>(
        "renderer_slot_decisions", description: "Decisions that doors of opened mails asked for, by policy and what holds them: sent, claimed, static.");
    private static readonly Counter<long> Amp = Meter.CreateCounter<long>(
        "renderer_amp_parts", description: "AMP parts by template, and by the reason why they were left out: none where they were not.");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram(
        "renderer_message_seconds", "s", "Time from the order to the message.", null, Model.Seconds.Short);

    private static readonly Counter<long> Truths = Meter.CreateCounter<long>(
        "renderer_truth_looks", description: "Looks at slots whose statements hold for a limited time, by who asked, and whether the wording was relative.");
    private static readonly Histogram<double> Pictures = Meter.CreateHistogram(
        "renderer_picture_seconds", "s", "Time from a genuine link to its picture's bytes, by outcome.", null, Model.Seconds.Short);

    public static void Count(OpenClass asker, bool relative) => Truths.Add(
        1, new("class", asker.Label()), new KeyValuePair<string, object?>("wording", relative ? "relative" : "absolute"));

    public static void Count(Outcome picture, TimeSpan took) =>
        Pictures.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", picture.Label()));

    public static void Count(Message message)
    {
        Rendered.Add(
            1,
            new("template", message.Template),
            new("outcome", message.Outcome.Label()),
            new("reason", message.Reason.Label() ?? "none"),
            new("profile", message.Profile.State.Label()));
        Seconds.Record(
            (message.ProfileTime + message.RenderTime).TotalSeconds, new KeyValuePair<string, object?>("outcome", message.Outcome.Label()));
    }

    public static void Count(string template, Decision block) => Blocks.Add(
        1,
        new("template", template),
        new("outcome", block.Outcome.Label()),
        new KeyValuePair<string, object?>("reason", block.Reason.Label() ?? "none"));

    public static void Count(DecisionPolicy policy, SlotHold hold) => Slots.Add(
        1,
        new("policy", policy.Label()),
        new KeyValuePair<string, object?>("hold", hold switch { SlotHold.Sent => "sent", SlotHold.Claimed => "claimed", _ => "static" }));

    public static void Count(string template, RenderedMail mail)
    {
        var label = new KeyValuePair<string, object?>("template", template);
        ReusedBlocks.Add(mail.ReusedBlocks, label);
        ReusedBytes.Add(mail.ReusedBytes, label);
        if (mail.Amp is not null || mail.AmpReason != Reason.None)
        {
            Amp.Add(1, label, new("reason", mail.AmpReason.Label() ?? "none"));
        }
    }
}
