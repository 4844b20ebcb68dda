using Renderer.Server.Open;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;

namespace Renderer.Server.Passthrough.SendGrid;

/// <summary>
/// Writes the personalizations of those who are kept: each with its own texts and substitutions. One with several <c>to</c> becomes one for each of
/// them, since a mail that is somebody's own is nobody else's; copies go with the first.
/// </summary>
/// <param name="mail">The request.</param>
/// <param name="kept">Whom it goes to.</param>
/// <param name="tags">Substitutions to add, as they stand between quotes.</param>
internal sealed class SendGridPersonalizationWriter(
    SendGridMail mail, IReadOnlyList<RenderedMessage> kept, Func<RenderedMessage, IReadOnlyList<(string Tag, ReadOnlyMemory<byte> Value)>> tags)
{
    public void Write(Edits edits)
    {
        var array = mail.Shared.Root.Member("personalizations", JsonKind.Array)!;
        if (kept.Count == array.Below.Count && kept.Count == mail.Mails.Count)
        {
            edits.At(array.Start, splice =>
            {
                foreach (var one in kept)
                {
                    var personalization = mail.Mails[one.Message.Index].Personalization;
                    splice.CopyTo(personalization.Start);
                    Own(one, copies: true).Apply(splice, personalization.Start, personalization.End);
                }
            });
            return;
        }

        edits.At(array.Start, splice =>
        {
            splice.CopyTo(array.Start + 1);
            JsonSpot? before = null;
            for (var i = 0; i < kept.Count; i++)
            {
                var personalization = mail.Mails[kept[i].Message.Index].Personalization;
                splice.Write(i == 0 ? default : ","u8.ToArray());
                Own(kept[i], copies: personalization != before).Apply(splice, personalization.Start, personalization.End);
                before = personalization;
            }

            splice.MoveTo(array.End - 1);
        });
    }

    /// <summary>The changes of one personalization for one recipient.</summary>
    private Edits Own(RenderedMessage one, bool copies)
    {
        var (personalization, to, texts, _) = mail.Mails[one.Message.Index];
        var edits = new Edits(mail.Body);
        foreach (var text in texts)
        {
            edits.At(text.Spot.Start, splice => text.Write(splice, wanted => one[wanted] is { } value ? JsonText.Encode(value.Span) : default));
        }

        if (personalization["to"] is { Below.Count: > 1 } several)
        {
            edits.At(several.Start, splice => splice.CopyTo(several.Start + 1).MoveTo(to.Start).CopyTo(to.End).MoveTo(several.End - 1));
        }

        if (!copies)
        {
            RemoveCopies(edits, personalization.Below);
        }

        if (tags(one) is { Count: > 0 } added)
        {
            Add(edits, personalization, "substitutions", added);
        }

        if (one.ListUnsubscribe is { } header && !HasHeader(mail.Shared.Root) && !HasHeader(personalization))
        {
            Add(edits, personalization, "headers",
            [
                (ListUnsubscribe.Name, JsonText.Encode(header)),
                (ListUnsubscribe.PostName, JsonText.Encode(ListUnsubscribe.PostValue)),
            ]);
        }

        return edits;
    }

    private static bool HasHeader(JsonSpot holder) =>
        holder["headers"]?.Below.Any(header => header.Name.Equals(ListUnsubscribe.Name, StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>Leaves copies out, each with the comma before it, or behind it where nothing is left before it; a 'to' always stays.</summary>
    private static void RemoveCopies(Edits edits, IReadOnlyList<JsonSpot> members)
    {
        var first = 0;
        while (IsCopy(members[first]))
        {
            first++;
        }

        if (first > 0)
        {
            edits.At(members[0].MemberStart, splice => splice.CopyTo(members[0].MemberStart).MoveTo(members[first].MemberStart));
        }

        for (var i = first + 1; i < members.Count; i++)
        {
            var (before, member) = (members[i - 1].End, members[i]);
            if (IsCopy(member))
            {
                edits.At(before, splice => splice.CopyTo(before).MoveTo(member.End));
            }
        }
    }

    private static bool IsCopy(JsonSpot member) => member.Name is "cc" or "bcc";

    private static void Add(Edits edits, JsonSpot holder, string name, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> members)
    {
        byte[] written = [.. members.SelectMany((member, i) => (byte[])[.. i == 0 ? ""u8 : ","u8, (byte)'"', .. JsonText.Encode(member.Name).Span, .. "\":\""u8, .. member.Value.Span, (byte)'"'])];
        if (holder.Member(name, JsonKind.Object) is { } there)
        {
            edits.Insert(there.End - 1, there.Below.Count == 0 ? written : [(byte)',', .. written]);
        }
        else
        {
            edits.Insert(holder.End - 1, (byte[])[.. ",\""u8, .. JsonText.Encode(name).Span, .. "\":{"u8, .. written, (byte)'}']);
        }
    }
}
