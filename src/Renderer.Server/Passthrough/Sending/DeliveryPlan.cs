namespace Renderer.Server.Passthrough.Sending;

/// <summary>What of a request is still to be sent, and what is known of the rest.</summary>
/// <param name="Key">The caller's key; null without one.</param>
/// <param name="Units">The messages' names under it; empty without one.</param>
/// <param name="Verdicts">What is known of each message, by its index; null while nothing is.</param>
internal sealed record DeliveryPlan(DeliveryKey? Key, IReadOnlyList<string> Units, Verdict?[] Verdicts)
{
    /// <summary>A request of which nothing was sent before.</summary>
    public static DeliveryPlan Fresh(int messages) => new(null, [], new Verdict?[messages]);

    /// <summary>Whether an earlier try has sent some of it, or may have.</summary>
    public bool IsRetry { get; init; }

    /// <summary>Whether a message is still to be sent.</summary>
    public bool IsOpen(int message) => Verdicts[message] is null;

    /// <summary>The names of a send's messages.</summary>
    public IReadOnlyList<string> UnitsOf(EspSend send) => [.. send.Messages.Select(message => Units[message])];
}
