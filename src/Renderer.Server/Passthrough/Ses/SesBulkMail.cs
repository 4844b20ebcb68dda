using System.Text;
using System.Text.Json;
using Renderer.Server.Open;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Merging;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Ses;

/// <summary>
/// The mails of SendBulkEmail: one template and an entry for each recipient, whose data gets what was rendered
/// (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendBulkEmail.html).
/// </summary>
internal sealed class SesBulkMail : EspMail
{
    private readonly Spool body;
    private readonly JsonSpot entries;
    private readonly IReadOnlyList<MarkedText> shared;
    private readonly MergeSlots slots;
    private readonly IReadOnlyList<(string Name, MarkedJson Json)> defaults;
    private readonly List<string> headerNames;
    private readonly List<EspMessage> messages = [];

    private SesBulkMail(Spool body, JsonSpot root, JsonSpot entries)
    {
        var template = root["DefaultContent"]?["Template"];
        (this.body, this.entries) = (body, entries);
        shared = [.. SesShape.TemplateTexts(template).Select(text => MarkedText.Read(body, text.Spot, text.Part)).OfType<MarkedText>()];
        slots = new MergeSlots(shared.SelectMany(text => text.Wanted));
        defaults = MarkedJson.Members(SesData.Read(JsonText.Decode(body, template?["TemplateData"])));
        headerNames = [.. SesShape.HeaderNamesOf(body, template?.Items("Headers") ?? [])];
    }

    public override IReadOnlyList<EspMessage> Messages => messages;

    public static EspReading Read(Spool body, JsonSpot root)
    {
        if (root.Member("BulkEmailEntries", JsonKind.Array) is not { } entries)
        {
            return default;
        }

        var mail = new SesBulkMail(body, root, entries);
        foreach (var entry in entries.Below)
        {
            var to = SesShape.ToOf(body, entry).Select(mailbox => mailbox.Address).FirstOrDefault() ?? string.Empty;
            var own = mail.Own(entry);
            IReadOnlyList<Marks.Wanted> wanted = [.. mail.slots.Wanted.Concat(mail.defaults.SelectMany(member => member.Json.Wanted)).Concat(own?.Wanted ?? []).Distinct()];
            if (wanted.Count > 0 && to.Length == 0)
            {
                return new EspReading(null, new Problem(ProblemCode.RecipientMissing, "An entry has no 'ToAddresses' to render it for."));
            }

            var tags = entry.Items("ReplacementTags");
            var id = EspRecipients.Id(SesShape.NoteIn(body, tags, "renderer_id")) ?? EspRecipients.Email(to);
            mail.messages.Add(new EspMessage(mail.messages.Count, id, to)
            {
                Wanted = wanted,
                Data = SesData.Read(mail.DataText(entry)),
                MessageId = EspRecipients.MessageId(SesShape.NoteIn(body, tags, "renderer_message_id")),
            });
        }

        return new EspReading(mail.messages.Exists(message => message.Wanted.Count > 0) ? mail : null);
    }

    public override bool IsAnsweredBy(EspSend send) => send.Messages.Count == messages.Count;

    public override IReadOnlyList<EspSend> Write(Rendered rendered)
    {
        if (rendered.Kept.Count == 0)
        {
            return [];
        }

        var patch = new Patch();
        foreach (var text in shared)
        {
            patch.Write(text, wanted => Encoding.ASCII.GetBytes($"{{{{{{{slots.Name(wanted)}}}}}}}"));
        }

        var kept = rendered.Kept.ToDictionary(one => entries.Below[one.Message.Index]);
        patch.Remove(entries, entry => !kept.ContainsKey(entry));
        foreach (var (entry, one) in kept)
        {
            Write(patch, entry, one);
        }

        return [new EspSend([.. rendered.Kept.Select(one => one.Message.Index)], patch.ApplyTo(new Splice(body)).End())];
    }

    private void Write(Patch patch, JsonSpot entry, RenderedMessage rendered)
    {
        var text = DataText(entry);
        var own = SesData.Read(text);
        List<(string, ReadOnlyMemory<byte>)> more = [.. slots.Of(rendered, unsubscribes: false).Select(slot => (slot.Name, JsonEdits.Quote(slot.Utf8.Span)))];
        more.AddRange(defaults.Where(member => own.ValueKind != JsonValueKind.Object || !own.TryGetProperty(member.Name, out _))
            .Select(member => (member.Name, (ReadOnlyMemory<byte>)member.Json.With(rendered))));
        if (more.Count > 0 || Own(entry) is not null)
        {
            Put(patch, entry, SesData.With(Own(entry) is { } marked ? Encoding.UTF8.GetString(marked.With(rendered)) : text, more));
        }

        var headers = entry.Items("ReplacementHeaders");
        if (rendered.ListUnsubscribe is { } value
            && !headerNames.Concat(SesShape.HeaderNamesOf(body, headers)).Contains(ListUnsubscribe.Name, StringComparer.OrdinalIgnoreCase))
        {
            IReadOnlyList<ReadOnlyMemory<byte>> items =
            [
                NameValue.Of(ListUnsubscribe.Name, JsonEdits.Quote(value)),
                NameValue.Of(ListUnsubscribe.PostName, JsonEdits.Quote(ListUnsubscribe.PostValue)),
            ];
            if (entry.Member("ReplacementHeaders", JsonKind.Array) is { } list)
            {
                patch.Add(list, items);
            }
            else
            {
                patch.Add(entry, [("ReplacementHeaders", NameValue.List(items))]);
            }
        }
    }

    private static void Put(Patch patch, JsonSpot entry, ReadOnlyMemory<byte> data)
    {
        var content = entry.Member("ReplacementEmailContent", JsonKind.Object);
        var template = content?.Member("ReplacementTemplate", JsonKind.Object);
        if (template?["ReplacementTemplateData"] is { } there)
        {
            patch.Replace(there.Start, there.End, data);
            return;
        }

        ReadOnlyMemory<byte> inner = (byte[])[.. "{\"ReplacementTemplateData\":"u8, .. data.Span, (byte)'}'];
        if (template is not null)
        {
            patch.Add(template, [("ReplacementTemplateData", data)]);
        }
        else if (content is not null)
        {
            patch.Add(content, [("ReplacementTemplate", inner)]);
        }
        else
        {
            patch.Add(entry, [("ReplacementEmailContent", (byte[])[.. "{\"ReplacementTemplate\":"u8, .. inner.Span, (byte)'}'])]);
        }
    }

    private string? DataText(JsonSpot entry) => JsonText.Decode(body, entry["ReplacementEmailContent"]?["ReplacementTemplate"]?["ReplacementTemplateData"]);

    private MarkedJson? Own(JsonSpot entry) => DataText(entry) is { } text && MarkedJson.Read(text) is var marked && marked.Wanted.Any() ? marked : null;
}
