using Renderer.Server.Passthrough.Marks;

namespace Renderer.Server.Passthrough;

/// <summary>What was rendered for a request's messages.</summary>
/// <param name="Kept">The messages that go out, in their order; those that are skipped, or went out before, are not among them.</param>
internal sealed record Rendered(IReadOnlyList<RenderedMessage> Kept);

/// <summary>What was rendered for one message.</summary>
/// <param name="message">Whom for.</param>
internal sealed class RenderedMessage(EspMessage message)
{
    private readonly Dictionary<Wanted, ReadOnlyMemory<byte>?> values = [];

    /// <summary>Whom for.</summary>
    public EspMessage Message => message;

    /// <summary>Why it is left out; null while it is not.</summary>
    public string? SkipReason { get; set; }

    /// <summary>The value of a <c>List-Unsubscribe</c> header that a template asks for; the mail's own, where it has one, stays. Null: none is asked for.</summary>
    public string? ListUnsubscribe { get; set; }

    /// <summary>The text for a place in UTF-8, as it was rendered, escaped for nothing; null where there is none (an AMP part that was left out).</summary>
    public ReadOnlyMemory<byte>? this[Wanted wanted]
    {
        get => values[wanted];
        set => values[wanted] = value;
    }
}
