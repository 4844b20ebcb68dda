using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Elements;

/// <summary>
/// The mails of a request whose mails have texts of their own: one, or an array of them. A marked mail to several is one mail for each of
/// them: several requests where it stands alone, several items where it stands in an array.
/// </summary>
internal sealed class ElementMail : EspMail
{
    private readonly Spool body;
    private readonly JsonSpot? array;
    private readonly int most;
    private readonly Func<IReadOnlyList<int>, IReadOnlyList<(string Name, string? Value)>>? headers;
    private readonly List<(Element Element, int Place, int Item)> places = [];
    private readonly List<EspMessage> messages = [];

    private ElementMail(Spool body, JsonSpot? array, int most, Func<IReadOnlyList<int>, IReadOnlyList<(string Name, string? Value)>>? headers) =>
        (this.body, this.array, this.most, this.headers) = (body, array, most, headers);

    public override IReadOnlyList<EspMessage> Messages => messages;

    /// <summary>Reads a request.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="body">Its body.</param>
    /// <param name="mails">The mail, or the array of them.</param>
    /// <param name="shape">What they look like.</param>
    /// <param name="most">The most that one request may have.</param>
    /// <param name="headers">What a request's headers become where it does not carry all messages; null for what they were.</param>
    public static EspReading Read(EspCall call, Spool body, JsonSpot mails, IElementShape shape, int most = 1,
        Func<IReadOnlyList<int>, IReadOnlyList<(string Name, string? Value)>>? headers = null)
    {
        var array = mails.Kind == JsonKind.Array ? mails : null;
        var read = new ElementMail(body, array, most, headers);
        foreach (var (mail, item) in (array?.Below ?? [mails]).Select((mail, item) => (mail, item)))
        {
            var element = new Element(body, mail, shape, call.Fill);
            if (element.Wanted.Count > 0 && element.To.Count == 0)
            {
                return new EspReading(null, new Problem(ProblemCode.RecipientMissing, "A mail with a mark has no recipient to render it for."));
            }

            read.Add(element, shape, item);
        }

        return new EspReading(read.messages.Exists(message => message.Wanted.Count > 0) ? read : null);
    }

    public override IReadOnlyList<EspSend> Write(Rendered rendered) => array is null
        ? [.. rendered.Kept.Select(one => Send([one.Message.Index], Edited(one).End()))]
        : [.. rendered.Kept.Chunk(most).Select(Together)];

    /// <summary>Whether the ESP's answer to one request of ours has for each mail that was asked for what it should: none was left out, none parted.</summary>
    public override bool IsAnsweredBy(EspSend send) => array is null || (send.Messages.Count == messages.Count && messages.Count == places[^1].Item + 1);

    /// <summary>What the ESP said of each mail as it was asked for: of one that was parted, what it said of its first.</summary>
    /// <param name="verdicts">By message.</param>
    /// <param name="skipped">What stands for one that was left out.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> PerMail(IReadOnlyList<Verdict?> verdicts, Func<EspMessage, ReadOnlyMemory<byte>> skipped) =>
    [
        .. messages.GroupBy(message => places[message.Index].Item)
            .Select(of => of.Select(message => verdicts[message.Index]).FirstOrDefault(verdict => verdict is { Answer.Length: > 0 })?.Answer ?? skipped(of.First())),
    ];

    private void Add(Element element, IElementShape shape, int item)
    {
        var mail = element.Mail;
        // A mail without marks goes as it is, to however many, and counts as one message.
        var people = element.Wanted.Count == 0 ? element.To.Take(1).DefaultIfEmpty(new Mailbox(string.Empty, string.Empty)) : element.To;
        var data = element.Wanted.Count == 0 ? default : shape.Data(body, mail);
        foreach (var (mailbox, place) in people.Select((mailbox, place) => (mailbox, place)))
        {
            var id = element.To.Count == 1 ? shape.Note(body, mail, "renderer_id") : null;
            places.Add((element, place, item));
            messages.Add(new EspMessage(messages.Count, EspRecipients.Id(id) ?? EspRecipients.Email(mailbox.Address), mailbox.Address)
            {
                Wanted = element.Wanted,
                Data = data,
                MessageId = element.To.Count == 1 ? EspRecipients.MessageId(shape.Note(body, mail, "renderer_message_id")) : null,
            });
        }
    }

    private EspSend Send(IReadOnlyList<int> carried, Spliced bytes) =>
        new(carried, bytes) { Headers = headers is not null && carried.Count < messages.Count ? headers(carried) : [] };

    private Splice Edited(RenderedMessage one)
    {
        var (element, place, _) = places[one.Message.Index];
        return element.For(one, place).ApplyTo(new Splice(body));
    }

    private EspSend Together(RenderedMessage[] kept)
    {
        var splice = new Splice(body).CopyTo(array!.Below[0].Start);
        var before = -1;
        foreach (var one in kept)
        {
            var (element, place, item) = places[one.Message.Index];
            if (before >= 0)
            {
                // What stands between two neighbours stays as it came.
                _ = item == before + 1 ? splice.CopyTo(element.Mail.Start) : splice.Write(","u8.ToArray());
            }

            element.For(one, place).ApplyTo(splice.MoveTo(element.Mail.Start)).CopyTo(element.Mail.End);
            before = item;
        }

        return Send([.. kept.Select(one => one.Message.Index)], splice.MoveTo(array.Below[^1].End).End());
    }
}
