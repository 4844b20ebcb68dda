using Renderer.Ledger;
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
        if (records is null || order.MessageId is not { } id || order.Recipient is not { } recipient || order.Proof
            || board.Holds(order.Workspace, person.NamesWith(recipient), clock.GetUtcNow()))
        {
            return;
        }

        var names = person.OpaqueNamesWith(sealing, order.Workspace, recipient);
        var name = MessageNames.Opaque(sealing, names[0], MessageNames.HashOf(id));
        if (!records.Wants(order.Workspace, name))
        {
            return;
        }

        var data = RuleData.Of(template, order.Data);
        var sketch = new MessageSketch(template, order.Block, person, Bare(message), kept) { Data = data, Now = order.Now ?? clock.GetUtcNow() };
        records.Write(new MessageRecord
        {
            Workspace = order.Workspace,
            Person = names[0],
            Aliases = [.. names.Skip(1)],
            Message = name,
            At = Instant.From(clock.GetUtcNow()),
            Text = sketch.Write,
            Bytes = person.Profile.Json.Length + RuleData.Weigh(data) + 1000,
        });
    }

    // The parts are not recorded, and must not be held in memory until the rest is.
    private static Message Bare(Message message) => message with
    {
        Subject = null, Preheader = null, HtmlUtf8 = null, Text = null, Amp = null,
    };
}
