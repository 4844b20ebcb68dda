using Renderer.Ledger;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Records;

/// <summary>Has the ledger record what a message decided for its person, so that it can be told later why they saw what they saw.</summary>
/// <param name="records">The ledger's; null: nothing is recorded.</param>
/// <param name="sealing">Makes the opaque names.</param>
/// <param name="board">Who was erased: nothing is recorded of them.</param>
/// <param name="clock">When it was decided.</param>
public sealed class MessageLog(MessageRecords? records, ISealing sealing, ErasureBoard board, TimeProvider clock)
{
    /// <summary>Records a message; costs the request no more than the naming of it.</summary>
    internal void Write(Template template, MessageOrder order, Person person, Message message, IReadOnlyCollection<string> kept)
    {
        if (order.IsPreview)
        {
            return;
        }

        // Of a message without a name a record is kept where its links need it: they bear one of their own.
        var request = Request(order, message.Links);
        var hash = order.MessageId is { } id ? MessageNames.HashOf(id) : request is null ? 0 : message.Links!.Facts.Message.Hash;
        if (records is null || hash == 0 || order.Recipient is not { } recipient || order.Proof
            || board.Holds(order.Workspace, person.NamesWith(recipient), clock.GetUtcNow()))
        {
            return;
        }

        var names = person.OpaqueNamesWith(sealing, order.Workspace, recipient);
        var name = MessageNames.Opaque(sealing, names[0], hash);
        if (!records.Wants(order.Workspace, name))
        {
            return;
        }

        var data = RuleData.Of(template, order.Data);
        var sketch = new MessageSketch(template, order.Block, person, Bare(message), kept)
        {
            Data = data,
            Now = order.Now ?? clock.GetUtcNow(),
            Links = message.Links,
            Request = request,
            HtmlHash = message.Links is { HasWeb: true } && message.Marked?.HtmlUtf8 is { } html ? MessageHashes.Of(html, isMarked: true) : null,
        };
        records.Write(new MessageRecord
        {
            Workspace = order.Workspace,
            Person = names[0],
            Aliases = [.. names.Skip(1)],
            Message = name,
            At = Instant.From(clock.GetUtcNow()),
            Text = sketch.Write,
            Bytes = person.Profile.Json.Length + RuleData.Weigh(data) + (request?.Weigh() ?? 0) + 1000,
        });
    }

    /// <summary>What the request brought along, where the message has links that lead back to it.</summary>
    private static RequestNote? Request(MessageOrder order, MessageLinks? links)
    {
        if (links is null)
        {
            return null;
        }

        var isOpaque = links.Facts.Recipient is not null;
        return isOpaque || links.HasWeb || LinkStep.BringsAlong(order) ? RequestNote.Of(order, isOpaque ? order.Recipient : null, links.HasWeb) : null;
    }

    // The parts are not recorded, and must not be held in memory until the rest is.
    private static Message Bare(Message message) => message with
    {
        Subject = null, Preheader = null, HtmlUtf8 = null, Text = null, Amp = null, Marked = null, Links = null,
    };
}
