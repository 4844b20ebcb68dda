using System.Text;
using Renderer.Model;
using Renderer.Server.Open;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Passthrough.Merging;
using Renderer.Server.Passthrough.Sending;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Mandrill;

/// <summary>
/// A message of Mandrill's: what was rendered for a recipient stands in that recipient's merge vars, and in the text itself where the
/// caller wants nothing merged (https://mailchimp.com/developer/transactional/api/messages/send-new-message/).
/// </summary>
internal sealed class MandrillMail : EspMail
{
    private static readonly (string Name, Part Part)[] Contents = [("subject", Part.Subject), ("html", Part.Html), ("text", Part.Text)];

    private readonly Spool body;
    private readonly MandrillPlaces places;
    private readonly Secret key;
    private readonly IReadOnlyList<MarkedText> shared;
    private readonly IReadOnlyList<Wanted> fills;
    private readonly MergeSlots slots;
    private readonly List<EspMessage> messages = [];

    private MandrillMail(Spool body, MandrillPlaces places, Secret key, Template? fill)
    {
        (this.body, this.places, this.key) = (body, places, key);
        shared =
        [
            .. Contents.Select(one => MarkedText.Read(body, places.Message[one.Name], one.Part))
                .Concat(places.Root.Items("template_content").Select(one => MarkedText.Read(body, one["content"], Part.Html))).OfType<MarkedText>(),
        ];
        fills = fill is null || places.Root["template_name"] is not null ? [] :
            [.. Contents.Where(one => fill.Parts.Contains(one.Part) && places.Message[one.Name] is not { Kind: JsonKind.String }).Select(one => new Wanted(new Mark(fill.Name, null), one.Part))];
        slots = new MergeSlots(shared.SelectMany(text => text.Wanted).Concat(fills));
    }

    public override IReadOnlyList<EspMessage> Messages => messages;

    /// <summary>Reads a request.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="body">Its body.</param>
    /// <param name="root">Its JSON.</param>
    public static EspReading Read(EspCall call, Spool body, JsonSpot root)
    {
        if (root.Member("message", JsonKind.Object) is not { } message)
        {
            return default;
        }

        var places = new MandrillPlaces(body, root, message);
        var mail = new MandrillMail(body, places, call.Esp.ApiKey!, call.Fill);
        foreach (var to in message.Items("to"))
        {
            var address = JsonText.Decode(body, to["email"]) ?? string.Empty;
            mail.messages.Add(new EspMessage(mail.messages.Count, EspRecipients.Id(places.Note(address, "renderer_id")) ?? EspRecipients.Email(address), address)
            {
                Wanted = [.. mail.slots.Wanted.Concat(places.Marked(address).SelectMany(one => one.Json.Wanted)).Distinct()],
                Data = places.Data(address),
                MessageId = EspRecipients.MessageId(places.Note(address, "renderer_message_id")),
            });
        }

        return new EspReading(mail.messages.Exists(one => one.Wanted.Count > 0) ? mail : null);
    }

    public override bool IsAnsweredBy(EspSend send) => send.Messages.Count == messages.Count;

    /// <summary>One request, or one for each where nothing is merged.</summary>
    public override IReadOnlyList<EspSend> Write(Rendered rendered) =>
        !places.Merges ? [.. rendered.Kept.Select(one => Write([one], merges: false))] : rendered.Kept.Count > 0 ? [Write(rendered.Kept, merges: true)] : [];

    private EspSend Write(IReadOnlyList<RenderedMessage> kept, bool merges)
    {
        var patch = new Patch();
        if (places.Root["key"] is { } old)
        {
            patch.Replace(old.Start, old.End, JsonEdits.Quote(key.Value));
        }

        ReadOnlyMemory<byte> Standing(Wanted wanted) =>
            merges ? Encoding.UTF8.GetBytes(places.Tag(slots.Name(wanted))) : JsonText.Encode((kept[0][wanted] ?? default).Span);

        foreach (var text in shared)
        {
            patch.Write(text, Standing);
        }

        List<(string Name, ReadOnlyMemory<byte> Json)> added =
            [.. fills.Select(wanted => (Array.Find(Contents, one => one.Part == wanted.Part).Name, (ReadOnlyMemory<byte>)(byte[])[(byte)'"', .. Standing(wanted).Span, (byte)'"']))];
        var unsubscribes = kept.Any(one => one.ListUnsubscribe is not null) && !places.HeaderNames.Contains(ListUnsubscribe.Name, StringComparer.OrdinalIgnoreCase);
        if (unsubscribes)
        {
            IReadOnlyList<(string, ReadOnlyMemory<byte>)> headers =
            [
                (ListUnsubscribe.Name, JsonEdits.Quote(merges ? places.Tag(MergeSlots.Unsubscribe) : kept[0].ListUnsubscribe!)),
                (ListUnsubscribe.PostName, JsonEdits.Quote(ListUnsubscribe.PostValue)),
            ];
            if (places.Message.Member("headers", JsonKind.Object) is { } own)
            {
                patch.Add(own, headers);
            }
            else
            {
                added.Add(("headers", JsonEdits.Object(headers)));
            }
        }

        var to = places.Message.Member("to", JsonKind.Array)!;
        var those = kept.Select(one => to.Below[one.Message.Index]).ToHashSet();
        patch.Remove(to, one => !those.Contains(one));
        if (merges || kept.Any(one => places.Marked(one.Message.Address).Count > 0))
        {
            added.AddRange(Vars(patch, kept, merges, unsubscribes));
        }

        patch.Remove(places.Message, member => added.Exists(one => one.Name == member.Name));
        patch.Add(places.Message, added);
        return new EspSend([.. kept.Select(one => one.Message.Index)], patch.ApplyTo(new Splice(body)).End());
    }

    /// <summary>Each recipient's own variables: in the lists that they have, else in lists of their own. What the message then still lacks.</summary>
    private IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> Vars(Patch patch, IReadOnlyList<RenderedMessage> kept, bool merges, bool unsubscribes)
    {
        var lists = new List<ReadOnlyMemory<byte>>();
        foreach (var one in kept.DistinctBy(one => one.Message.Address, StringComparer.OrdinalIgnoreCase))
        {
            var marked = places.Marked(one.Message.Address);
            foreach (var (_, json, spot) in marked.Where(variable => variable.Spot is not null))
            {
                patch.Replace(spot!.Start, spot.End, json.With(one));
            }

            IReadOnlyList<ReadOnlyMemory<byte>> more =
            [
                .. (merges ? slots.Of(one, unsubscribes) : []).Select(slot => Var(slot.Name, JsonEdits.Quote(slot.Utf8.Span))),
                .. marked.Where(variable => variable.Spot is null).Select(variable => Var(variable.Name, variable.Json.With(one))),
            ];
            if (more.Count > 0 && places.VarsOf(one.Message.Address) is { } own)
            {
                patch.Add(own, more);
            }
            else if (more.Count > 0)
            {
                lists.Add(JsonEdits.Object([("rcpt", JsonEdits.Quote(one.Message.Address)), ("vars", ListAnswers.Array(more))]));
            }
        }

        if (lists.Count > 0 && places.Message.Member("merge_vars", JsonKind.Array) is { } there)
        {
            patch.Add(there, lists);
            return [];
        }

        return lists.Count > 0 ? [("merge_vars", ListAnswers.Array(lists))] : [];
    }

    private static ReadOnlyMemory<byte> Var(string name, ReadOnlyMemory<byte> json) => JsonEdits.Object([("name", JsonEdits.Quote(name)), ("content", json)]);
}
