using System.Text;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.SendGrid;

/// <summary>Writes subject and contents: texts with their marks replaced, parts that are filled in, an AMP part left out where there is none.</summary>
/// <param name="shared">What stands there.</param>
/// <param name="values">What takes a mark's place, as it stands between quotes; null where there is none.</param>
internal sealed class SendGridContentWriter(SendGridShared shared, IReadOnlyDictionary<Wanted, ReadOnlyMemory<byte>?> values)
{
    public void Write(Edits edits)
    {
        if (shared.Subject is { } subject)
        {
            edits.At(subject.Spot.Start, splice => subject.Write(splice, Value));
        }

        var filled = shared.Missing.Where(wanted => wanted.Part != Part.Subject && values[wanted] is not null).ToList();
        var dropped = shared.Contents.Where(IsDropped).ToList();
        var array = shared.Root.Member("content", JsonKind.Array);
        if (array is null)
        {
            AppendRoot(edits, filled);
        }
        else if (filled.Count > 0 || dropped.Count > 0)
        {
            AppendRoot(edits, []);
            edits.At(array.Start, splice => Rewrite(splice, array, filled));
        }
        else
        {
            AppendRoot(edits, []);
            foreach (var text in shared.Contents.Select(content => content.Text).OfType<MarkedText>())
            {
                edits.At(text.Spot.Start, splice => text.Write(splice, Value));
            }
        }
    }

    private ReadOnlyMemory<byte> Value(Wanted wanted) => values[wanted] ?? ReadOnlyMemory<byte>.Empty;

    /// <summary>An AMP item whose part was left out.</summary>
    private bool IsDropped(SendGridContent content) => content.Text?.Wanted.Any(wanted => values[wanted] is null) == true;

    /// <summary>Members that are not there at all, behind the last one.</summary>
    private void AppendRoot(Edits edits, List<Wanted> filled)
    {
        var members = new List<byte[]>();
        if (shared.Missing.FirstOrDefault(wanted => wanted.Part == Part.Subject) is { Mark.Template: not null } subject)
        {
            members.Add([.. "\"subject\":\""u8, .. Value(subject).Span, .. "\""u8]);
        }

        if (filled.Count > 0)
        {
            members.Add([.. "\"content\":["u8, .. filled.SelectMany((wanted, i) => i == 0 ? Item(wanted) : [(byte)',', .. Item(wanted)]), .. "]"u8]);
        }

        if (members.Count > 0)
        {
            edits.Insert(shared.Root.End - 1, members.SelectMany((member, i) => i == 0 && shared.Root.Below.Count == 0 ? member : [(byte)',', .. member]).ToArray());
        }
    }

    private byte[] Item(Wanted wanted) =>
        [.. Encoding.ASCII.GetBytes($$"""{"type":"{{SendGridContent.TypeOf(wanted.Part)}}","value":" """.TrimEnd()), .. Value(wanted).Span, .. "\"}"u8];

    /// <summary>The whole list anew, in the order that SendGrid wants: text, AMP, HTML, whatever else.</summary>
    private void Rewrite(Splice splice, JsonSpot array, List<Wanted> filled)
    {
        var items = shared.Contents.Where(content => !IsDropped(content)).Select(content => (content.Part, Content: (SendGridContent?)content, Wanted: default(Wanted)))
            .Concat(filled.Select(wanted => ((Part?)wanted.Part, (SendGridContent?)null, wanted)))
            .OrderBy(item => item.Item1 switch { Part.Text => 0, Part.Amp => 1, Part.Html => 2, _ => 3 });
        splice.CopyTo(array.Start + 1);
        var first = true;
        foreach (var (_, content, wanted) in items)
        {
            splice.Write(first ? default : ","u8.ToArray());
            first = false;
            if (content is null)
            {
                splice.Write(Item(wanted));
                continue;
            }

            splice.MoveTo(content.Item.Start);
            content.Text?.Write(splice, Value);
            splice.CopyTo(content.Item.End);
        }

        splice.MoveTo(array.End - 1);
    }
}
