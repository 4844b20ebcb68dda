using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Passthrough.Sending;

namespace Renderer.Server.Passthrough;

/// <summary>The mails of one request, read, with what has to be rendered for them.</summary>
internal abstract class EspMail
{
    /// <summary>Whom it is for: one message for each recipient who gets a text of their own. Their indices are 0, 1, 2…</summary>
    public abstract IReadOnlyList<EspMessage> Messages { get; }

    /// <summary>The requests that send it: one with each recipient's own text put where the ESP merges, or one for each distinct body.</summary>
    /// <param name="rendered">What was rendered, and whom for; nobody else's messages may be sent.</param>
    public abstract IReadOnlyList<EspSend> Write(Rendered rendered);

    /// <summary>Whether the ESP's answer to the one request that was sent is the answer to what was asked: it speaks of the same mails. Else it is put together.</summary>
    public virtual bool IsAnsweredBy(EspSend send) => true;
}

/// <summary>One message of a request.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Recipient">Who it is rendered for: <c>renderer_id</c> of the ESP's own metadata, else the e-mail address; null for nobody that can be known.</param>
/// <param name="Address">The e-mail address: what <c>X-Renderer-Skipped</c> names.</param>
internal sealed record EspMessage(int Index, Identifier? Recipient, string Address)
{
    /// <summary>Everything that has to be rendered for it, wherever it stands.</summary>
    public required IReadOnlyCollection<Wanted> Wanted { get; init; }

    /// <summary>The ESP's own data for this recipient: <c>data</c> in templates; undefined where there is none.</summary>
    public JsonElement Data { get; init; }

    /// <summary>The caller's name for the message: <c>renderer_message_id</c> of the ESP's own metadata.</summary>
    public string? MessageId { get; init; }
}
