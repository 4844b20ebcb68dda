using System.Text;
using System.Text.Json;
using Renderer.Server.Open;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Passthrough.Merging;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.SparkPost;

/// <summary>A transmission: what was rendered for a recipient stands in that recipient's substitution data (https://developers.sparkpost.com/api/transmissions/).</summary>
internal sealed class SparkPostMail : EspMail
{
    private static readonly (string Name, Part Part)[] Contents = [("subject", Part.Subject), ("html", Part.Html), ("text", Part.Text), ("amp_html", Part.Amp)];

    private readonly Spool body;
    private readonly JsonSpot root;
    private readonly JsonSpot content;
    private readonly JsonSpot recipients;
    private readonly IReadOnlyList<MarkedText> shared;
    private readonly IReadOnlyList<Wanted> fills;
    private readonly MergeSlots slots;
    private readonly IReadOnlyList<(string Name, MarkedJson Json)> defaults;
    private readonly List<EspMessage> messages = [];

    private SparkPostMail(Spool body, JsonSpot root, JsonSpot content, JsonSpot recipients, Template? fill)
    {
        (this.body, this.root, this.content, this.recipients) = (body, root, content, recipients);
        shared = [.. Contents.Select(one => MarkedText.Read(body, content[one.Name], one.Part)).OfType<MarkedText>()];
        fills = fill is null || content["template_id"] is not null || content["ab_test_id"] is not null || content["email_rfc822"] is not null
            ? []
            : [.. Contents.Where(one => fill.Parts.Contains(one.Part) && content[one.Name] is not { Kind: JsonKind.String }).Select(one => new Wanted(new Mark(fill.Name, null), one.Part))];
        slots = new MergeSlots(shared.SelectMany(text => text.Wanted).Concat(fills));
        defaults = MarkedJson.Members(JsonText.Read(body, root.Member("substitution_data", JsonKind.Object)));
    }

    public override IReadOnlyList<EspMessage> Messages => messages;

    public static EspReading Read(Spool body, JsonSpot root, Template? fill)
    {
        if (root.Member("content", JsonKind.Object) is not { } content || root["recipients"] is not { } recipients)
        {
            return default;
        }

        var mail = new SparkPostMail(body, root, content, recipients, fill);
        if (recipients.Kind != JsonKind.Array)
        {
            return mail.slots.Wanted.Count + mail.defaults.Count == 0 ? default : new EspReading(null, new Problem(
                ProblemCode.RecipientMissing, "A stored recipient list is known to SparkPost alone: nobody can be rendered for. Put the recipients into the request."));
        }

        foreach (var recipient in recipients.Below)
        {
            var address = JsonText.Decode(body, recipient["address"]?["email"]) ?? Mailbox.Of(JsonText.Decode(body, recipient["address"]) ?? string.Empty).FirstOrDefault().Address ?? string.Empty;
            mail.messages.Add(new EspMessage(mail.messages.Count, EspRecipients.Id(mail.Note(recipient, "renderer_id")) ?? EspRecipients.Email(address), address)
            {
                Wanted = [.. mail.slots.Wanted.Concat(mail.defaults.SelectMany(member => member.Json.Wanted)).Concat(mail.Own(recipient).SelectMany(text => text.Wanted)).Distinct()],
                Data = mail.Data(recipient),
                MessageId = EspRecipients.MessageId(mail.Note(recipient, "renderer_message_id")),
            });
        }

        return new EspReading(mail.messages.Exists(message => message.Wanted.Count > 0) ? mail : null);
    }

    /// <summary>One request; two where some have no AMP part, since all recipients of one have the same parts.</summary>
    public override IReadOnlyList<EspSend> Write(Rendered rendered) =>
        [.. rendered.Kept.GroupBy(LacksAmp).OrderBy(group => group.Key).Select(group => Write([.. group], withAmp: !group.Key))];

    private static bool LacksAmp(RenderedMessage one) => one.Message.Wanted.Any(wanted => wanted.Part == Part.Amp && one[wanted] is null);

    private EspSend Write(IReadOnlyList<RenderedMessage> those, bool withAmp)
    {
        var patch = new Patch();
        foreach (var text in shared.Where(text => withAmp || text.Spot != content["amp_html"]))
        {
            patch.Write(text, wanted => Encoding.ASCII.GetBytes(Placeholder(slots.Name(wanted))));
        }

        List<(string, ReadOnlyMemory<byte>)> added =
            [.. fills.Where(wanted => withAmp || wanted.Part != Part.Amp).Select(wanted => (Array.Find(Contents, one => one.Part == wanted.Part).Name, JsonEdits.Quote(Placeholder(slots.Name(wanted)))))];
        var unsubscribes = those.Any(one => one.ListUnsubscribe is not null) && !HeaderNames().Contains(ListUnsubscribe.Name, StringComparer.OrdinalIgnoreCase);
        if (unsubscribes)
        {
            IReadOnlyList<(string, ReadOnlyMemory<byte>)> headers =
                [(ListUnsubscribe.Name, JsonEdits.Quote(Placeholder(MergeSlots.Unsubscribe))), (ListUnsubscribe.PostName, JsonEdits.Quote(ListUnsubscribe.PostValue))];
            if (content.Member("headers", JsonKind.Object) is { } own)
            {
                patch.Add(own, headers);
            }
            else
            {
                added.Add(("headers", JsonEdits.Object(headers)));
            }
        }

        patch.Remove(content, member => added.Exists(one => one.Item1 == member.Name) || (!withAmp && member.Name == "amp_html"));
        patch.Add(content, added);
        var kept = those.ToDictionary(one => recipients.Below[one.Message.Index]);
        patch.Remove(recipients, recipient => !kept.ContainsKey(recipient));
        foreach (var (recipient, one) in kept)
        {
            Write(patch, recipient, one, unsubscribes);
        }

        return new EspSend([.. those.Select(one => one.Message.Index)], patch.ApplyTo(new Splice(body)).End());
    }

    private void Write(Patch patch, JsonSpot recipient, RenderedMessage rendered, bool unsubscribes)
    {
        foreach (var text in Own(recipient))
        {
            patch.Write(text, wanted => JsonText.Encode((rendered[wanted] ?? default).Span));
        }

        var own = recipient.Member("substitution_data", JsonKind.Object);
        IReadOnlyList<(string, ReadOnlyMemory<byte>)> more =
        [
            .. slots.Of(rendered, unsubscribes).Select(slot => (slot.Name, JsonEdits.Quote(slot.Utf8.Span))),
            .. defaults.Where(member => own?[member.Name] is null).Select(member => (member.Name, (ReadOnlyMemory<byte>)member.Json.With(rendered))),
        ];
        if (own is not null)
        {
            patch.Add(own, more);
        }
        else if (more.Count > 0)
        {
            patch.Remove(recipient, member => member.Name == "substitution_data"); // null
            patch.Add(recipient, [("substitution_data", JsonEdits.Object(more))]);
        }
    }

    private static string Placeholder(string name) => $"{{{{{{{name}}}}}}}";

    private IEnumerable<string> HeaderNames() => content["headers"]?.Below.Select(header => header.Name) ?? [];

    private IEnumerable<MarkedText> Own(JsonSpot recipient) => JsonEdits.Texts(recipient["substitution_data"])
        .Select(text => MarkedText.Read(body, text, EspRecipients.PartOf(text.Name))).OfType<MarkedText>();

    private string? Note(JsonSpot recipient, string name) => JsonText.Decode(body, recipient["metadata"]?[name]) ?? JsonText.Decode(body, root["metadata"]?[name]);

    /// <summary>The recipient's own over what all have.</summary>
    private JsonElement Data(JsonSpot recipient)
    {
        var (all, own) = (root.Member("substitution_data", JsonKind.Object), recipient.Member("substitution_data", JsonKind.Object));
        return MergedData.Of(body, all, own);
    }
}
