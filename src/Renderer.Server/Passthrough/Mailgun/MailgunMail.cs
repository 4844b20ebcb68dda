using Renderer.Server.Open;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Forms;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Passthrough.Merging;
using Renderer.Server.Passthrough.Sending;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Mailgun;

/// <summary>
/// A message of Mailgun's: what was rendered for a recipient stands in <c>recipient-variables</c>, and <c>%recipient.…%</c> where the mark stood
/// (https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending).
/// </summary>
internal sealed class MailgunMail : EspMail
{
    private const string Variables = "recipient-variables";
    private const string HeaderPrefix = "h:";

    private static readonly (string Name, Part Part)[] Contents = [("subject", Part.Subject), ("html", Part.Html), ("text", Part.Text), ("amp-html", Part.Amp)];

    /// <summary>A template's data is for all; each recipient's own stands there as everywhere else.</summary>
    private static readonly (string Name, Part Part)[] Texts = [.. Contents, ("t:variables", Part.Html), ("h:X-Mailgun-Variables", Part.Html)];

    private readonly Spool body;
    private readonly FormMap form;
    private readonly MailgunPeople people;
    private readonly IReadOnlyList<MailgunText> shared;
    private readonly IReadOnlyList<Wanted> fills;
    private readonly MergeSlots slots;
    private readonly List<EspMessage> messages = [];

    private MailgunMail(Spool body, FormMap form, Template? fill)
    {
        (this.body, this.form) = (body, form);
        people = new MailgunPeople(form.Text(body, Variables));
        shared = [.. Texts.SelectMany(text => form.Of(text.Name).Where(field => field.IsPlain).Select(field => MailgunText.Read(body, form, field, text.Part))).OfType<MailgunText>()];
        fills = fill is null || form.Of("template").Any() ? [] :
            [.. Contents.Where(one => fill.Parts.Contains(one.Part) && !form.Of(one.Name).Any()).Select(one => new Wanted(new Mark(fill.Name, null), one.Part))];
        slots = new MergeSlots(shared.SelectMany(text => text.Wanted).Concat(fills));
    }

    public override IReadOnlyList<EspMessage> Messages => messages;

    /// <summary>Reads a request.</summary>
    public static EspReading Read(EspCall call, Spool body, FormMap form)
    {
        var mail = new MailgunMail(body, form, call.Fill);
        var id = mail.To().Count() == 1 ? EspRecipients.Id(form.Text(body, "v:renderer_id")) : null;
        foreach (var (_, to) in mail.To())
        {
            mail.messages.Add(new EspMessage(
                mail.messages.Count, EspRecipients.Id(mail.people.Note(to.Address, "renderer_id")) ?? id ?? EspRecipients.Email(to.Address), to.Address)
            {
                Wanted = [.. mail.slots.Wanted.Concat(mail.people.Marked(to.Address).SelectMany(member => member.Json.Wanted)).Distinct()],
                Data = mail.people.Data(to.Address),
                MessageId = EspRecipients.MessageId(mail.people.Note(to.Address, "renderer_message_id") ?? form.Text(body, "v:renderer_message_id")),
            });
        }

        return new EspReading(mail.messages.Exists(message => message.Wanted.Count > 0) ? mail : null);
    }

    /// <summary>One request; two where some have no AMP part, since all recipients of one have the same parts.</summary>
    public override IReadOnlyList<EspSend> Write(Rendered rendered) =>
        [.. rendered.Kept.GroupBy(LacksAmp).OrderBy(group => group.Key).Select(group => Write([.. group], withAmp: !group.Key))];

    private static bool LacksAmp(RenderedMessage one) => one.Message.Wanted.Any(wanted => wanted.Part == Part.Amp && one[wanted] is null);

    private EspSend Write(IReadOnlyList<RenderedMessage> kept, bool withAmp)
    {
        var patch = new Patch();
        foreach (var text in shared.Where(text => withAmp || text.Field.Name != "amp-html"))
        {
            text.Write(patch, wanted => Placeholder(slots.Name(wanted)));
        }

        foreach (var amp in form.Of("amp-html").Where(_ => !withAmp))
        {
            Take(patch, amp);
        }

        List<(string, string)> added =
            [.. fills.Where(wanted => withAmp || wanted.Part != Part.Amp).Select(wanted => (Array.Find(Contents, one => one.Part == wanted.Part).Name, Placeholder(slots.Name(wanted))))];
        var unsubscribes = kept.Any(one => one.ListUnsubscribe is not null)
            && !form.Fields.Any(field => field.Name.Equals(HeaderPrefix + ListUnsubscribe.Name, StringComparison.OrdinalIgnoreCase));
        if (unsubscribes)
        {
            added.Add((HeaderPrefix + ListUnsubscribe.Name, Placeholder(MergeSlots.Unsubscribe)));
            added.Add((HeaderPrefix + ListUnsubscribe.PostName, ListUnsubscribe.PostValue));
        }

        Leave(patch, [.. kept.Select(one => one.Message.Index)]);
        var json = people.With(kept.Select(one => (one, slots.Of(one, unsubscribes))));
        if (form.Of(Variables).LastOrDefault() is { Name: not null } there)
        {
            patch.Replace(there.ValueAt, there.ValueAt + there.ValueLength, form.Encoding.Write(json) ?? form.Encoding.Write(Parted(json))!);
        }
        else
        {
            added.Add((Variables, json));
        }

        foreach (var (name, value) in added)
        {
            patch.Replace(form.End, form.End, form.Encoding.WriteField(name, value, first: false) ?? form.Encoding.WriteField(name, Parted(value), first: false)!);
        }

        return new EspSend([.. kept.Select(one => one.Message.Index)], patch.ApplyTo(new Splice(body)).End());
    }

    private static string Placeholder(string name) => $"%recipient.{name}%";

    /// <summary>The same JSON without two dashes, so that nothing in it can be the form's boundary.</summary>
    private static string Parted(string json) => json.Replace("--", "\\u002d\\u002d", StringComparison.Ordinal);

    /// <summary>Leaves of the recipients those that it is for.</summary>
    private void Leave(Patch patch, HashSet<int> kept)
    {
        foreach (var group in To().Select((to, index) => (to.Field, to.Mailbox, Stays: kept.Contains(index))).GroupBy(to => to.Field))
        {
            if (group.All(to => !to.Stays))
            {
                Take(patch, group.Key);
            }
            else if (group.Any(to => !to.Stays))
            {
                var left = string.Join(", ", group.Where(to => to.Stays).Select(to => to.Mailbox.Text));
                patch.Replace(group.Key.ValueAt, group.Key.ValueAt + group.Key.ValueLength, form.Encoding.Write(left)!);
            }
        }
    }

    private void Take(Patch patch, FormField field)
    {
        var (at, length) = form.Extent(field);
        patch.Replace(at, at + length, default);
    }

    private IEnumerable<(FormField Field, Mailbox Mailbox)> To() => form.Of("to").SelectMany(field => Mailbox.Of(form.Read(body, field)).Select(mailbox => (field, mailbox)));
}
