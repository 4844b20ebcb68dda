using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>One request to the ESP.</summary>
/// <param name="Messages">The indices of the messages that it carries, in the order in which its answer speaks of them; none for one that passes as it came.</param>
/// <param name="Body">Its body.</param>
internal sealed record EspSend(IReadOnlyList<int> Messages, Spliced Body)
{
    /// <summary>Path and query below the connection's base address, where they are not the caller's.</summary>
    public string? Target { get; init; }

    /// <summary>Headers that take the place of the caller's of the same name; null leaves one out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Headers { get; init; } = [];
}

/// <summary>What the ESP answered, or what became of a request that it did not answer.</summary>
/// <param name="State">Whether there is an answer.</param>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers, hop-by-hop ones and those of its length left out.</param>
/// <param name="Body">Its body, at most 4 MB; as far as it came where it was cut.</param>
internal sealed record EspReply(ReplyState State, int Status, IReadOnlyList<(string Name, string Value)> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>An answer that came whole.</summary>
    public EspReply(int status, IReadOnlyList<(string Name, string Value)> headers, ReadOnlyMemory<byte> body)
        : this(ReplyState.Whole, status, headers, body)
    {
    }

    /// <summary>None, where the ESP may have had the whole request.</summary>
    public static EspReply Unknown { get; } = new(ReplyState.Unknown, 0, [], default);

    /// <summary>None, where the ESP never had the whole request.</summary>
    public static EspReply NotSent { get; } = new(ReplyState.NotSent, 0, [], default);

    /// <summary>Whether the status says that it went well.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The first header of a name; null where there is none.</summary>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}

/// <summary>How much of an answer there is.</summary>
internal enum ReplyState
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Status and headers, and a body that was cut.</summary>
    Cut,

    /// <summary>None, and the ESP never had the whole request: it certainly did nothing.</summary>
    NotSent,

    /// <summary>None, and the ESP may have had the whole request.</summary>
    Unknown,
}

/// <summary>What became of one message.</summary>
internal enum Delivery
{
    /// <summary>The ESP took it.</summary>
    Accepted,

    /// <summary>The ESP refused it, or never had it: it certainly does not go out.</summary>
    Refused,

    /// <summary>Nobody can tell.</summary>
    Unknown,
}

/// <summary>What became of one message, and what the ESP said of it.</summary>
/// <param name="Delivery">What became of it.</param>
/// <param name="Answer">What an answer that is put together needs of the ESP's own (an item of its list, a message's id); kept for a retry.</param>
internal sealed record Verdict(Delivery Delivery, ReadOnlyMemory<byte> Answer = default)
{
    /// <summary>What a status alone says of a request's messages, where the ESP answers for all at once.</summary>
    public static Delivery Of(EspReply reply) => reply switch
    {
        { State: ReplyState.NotSent } => Delivery.Refused,
        { State: ReplyState.Unknown } => Delivery.Unknown,
        { IsSuccess: true } => Delivery.Accepted,
        { Status: < 500 or 501 or 503 or 505 } => Delivery.Refused, // it says so
        _ => Delivery.Unknown, // it broke at it
    };
}
