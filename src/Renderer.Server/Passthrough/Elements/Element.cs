using Renderer.Server.Open;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Elements;

/// <summary>One mail of a request, read.</summary>
internal sealed class Element
{
    /// <summary>The parts that these ESPs take; none takes AMP outside of a MIME message.</summary>
    private static readonly Part[] Parts = [Part.Subject, Part.Html, Part.Text];

    private readonly IElementShape shape;
    private readonly IReadOnlyList<(MarkedText Text, bool IsJson)> marked;
    private readonly IReadOnlyList<Wanted> fills;
    private readonly bool hasUnsubscribe;

    public Element(Spool body, JsonSpot mail, IElementShape shape, Template? fill)
    {
        (this.shape, Mail) = (shape, mail);
        marked =
        [
            .. shape.Texts(mail).Select(text => (Text: MarkedText.Read(body, text.Spot, text.Part), text.IsJson))
                .Where(text => text.Text is not null).Select(text => (text.Text!, text.IsJson)),
        ];
        fills = fill is null ? [] : [.. Parts.Where(part => fill.Parts.Contains(part) && shape.Lacks(mail, part)).Select(part => new Wanted(new Mark(fill.Name, null), part))];
        hasUnsubscribe = shape.HeaderNames(body, mail).Contains(ListUnsubscribe.Name, StringComparer.OrdinalIgnoreCase);
        Wanted = [.. marked.SelectMany(text => text.Text.Wanted).Concat(fills).Distinct()];
        To = shape.To(body, mail);
    }

    public JsonSpot Mail { get; }

    public IReadOnlyList<Mailbox> To { get; }

    public IReadOnlyList<Wanted> Wanted { get; }

    /// <summary>What makes of it the mail of one recipient.</summary>
    /// <param name="rendered">The recipient's own.</param>
    /// <param name="place">Which of <see cref="To"/> that is.</param>
    public Patch For(RenderedMessage rendered, int place)
    {
        var patch = new Patch();
        foreach (var (text, isJson) in marked)
        {
            patch.Write(text, wanted => isJson ? JsonText.Encode(Of(rendered, wanted).Span) : Of(rendered, wanted));
            shape.Touch(patch, Mail, text.Spot);
        }

        if (To.Count > 1 && Wanted.Count > 0)
        {
            shape.Leave(patch, Mail, To[place], copies: place == 0);
        }

        IReadOnlyList<(string, ReadOnlyMemory<byte>)> headers = rendered.ListUnsubscribe is { } value && !hasUnsubscribe
            ? [(ListUnsubscribe.Name, JsonEdits.Quote(value)), (ListUnsubscribe.PostName, JsonEdits.Quote(ListUnsubscribe.PostValue))]
            : [];
        if (fills.Count + headers.Count > 0)
        {
            shape.Put(patch, Mail, [.. fills.Select(wanted => (wanted.Part, JsonEdits.Quote((rendered[wanted] ?? default).Span)))], headers);
        }

        return patch;
    }

    private static ReadOnlyMemory<byte> Of(RenderedMessage rendered, Wanted wanted) => JsonText.Encode((rendered[wanted] ?? default).Span);
}
