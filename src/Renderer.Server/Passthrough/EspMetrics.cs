using System.Diagnostics.Metrics;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Passthrough;

/// <summary>What passes through to ESPs: by connection and result, never by recipient.</summary>
internal static class EspMetrics
{
    private static readonly Meter Meter = new("Renderer.Server");

    private static readonly Counter<long> Requests =
        Meter.CreateCounter<long>("renderer_esp_requests", description: "Requests to ESPs, by workspace, connection and result: passed, sent, or why not.");

    private static readonly Counter<long> Messages =
        Meter.CreateCounter<long>("renderer_esp_messages", description: "Messages with marks of ours, by workspace, connection and result: accepted, refused, unknown or skipped.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("renderer_esp_refusals", description: "Requests that we refused ourselves, by code.");

    /// <summary>They are there before the first request.</summary>
    public static void Publish() => _ = (Requests, Messages, Refusals);

    /// <summary>A request passed as it came.</summary>
    public static void Passed(EspCall call, ForwarderError error) => Count(Requests, call, error == ForwarderError.None ? "passed" : "failed", 1);

    /// <summary>A request was sent by us.</summary>
    public static void Sent(EspCall call, EspReply reply) => Count(
        Requests,
        call,
        reply.State switch
        {
            ReplyState.NotSent => "unreachable",
            ReplyState.Unknown => "unknown",
            _ => reply.IsSuccess ? "sent" : "refused",
        },
        1);

    /// <summary>What became of the messages of a request.</summary>
    public static void Counted(EspCall call, IReadOnlyList<Verdict?> verdicts)
    {
        foreach (var group in verdicts.GroupBy(verdict => verdict?.Delivery))
        {
            Count(
                Messages,
                call,
                group.Key switch { Delivery.Accepted => "accepted", Delivery.Refused => "refused", Delivery.Unknown => "unknown", _ => "skipped" },
                group.Count());
        }
    }

    public static void Refused(ProblemCode code) => Refusals.Add(1, new KeyValuePair<string, object?>("code", code.Label()));

    private static void Count(Counter<long> counter, EspCall call, string result, int count) => counter.Add(
        count, new("workspace", call.Caller.Workspace.ToString()), new("connection", call.Esp.Name), new("result", result));
}
