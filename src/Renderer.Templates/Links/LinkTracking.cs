using System.Net;
using System.Text;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;

namespace Renderer.Templates.Links;

/// <summary>Makes clicks of the addresses that stand in HTML as they are, before it is parsed: <c>links: {track: true}</c>.</summary>
internal static class LinkTracking
{
    /// <summary>The sources of a mail, and what it finds around it.</summary>
    public static (MailSources Sources, Surroundings Around) Of(MailSources sources, Surroundings around)
    {
        var definition = sources.Definition;
        if (!definition.Links.Track)
        {
            return (sources, around);
        }

        // A source that is shown in two places is one source in both.
        var known = new Dictionary<SourceText, SourceText>(ReferenceEqualityComparer.Instance);
        SourceText? One(SourceText? source) => source is null ? null : known.TryGetValue(source, out var made) ? made : known[source] = Tracked(source, definition.Links.Parameters);
        VariantDefinition Variant(VariantDefinition variant) => variant with { Content = One(variant.Content) };
        Dictionary<string, SourceText> All(IReadOnlyDictionary<string, SourceText> blocks) => blocks.ToDictionary(b => b.Key, b => One(b.Value)!, StringComparer.Ordinal);

        var tracked = definition with
        {
            Html = One(definition.Html),
            Amp = One(definition.Amp),
            Blocks = [.. definition.Blocks.Select(b => b with { Variants = [.. b.Variants.Select(Variant)], Default = Variant(b.Default) })],
        };
        return (sources with { Definition = tracked, Blocks = All(sources.Blocks) }, around with { Blocks = All(around.Blocks) });
    }

    /// <summary>A source whose literal addresses are marks.</summary>
    /// <param name="source">HTML.</param>
    /// <param name="parameters">The author's, encoded and joined.</param>
    public static SourceText Tracked(SourceText source, string parameters)
    {
        var text = source.Text;
        var written = new StringBuilder(text.Length);
        var changes = new List<SourceChange>();
        var from = 0;
        foreach (var link in MailLinks.Find(text).Where(link => link.Kind == LinkKind.Literal))
        {
            var address = WebUtility.HtmlDecode(text.Substring(link.Start, link.Length)).Trim();
            if (!ClickAddress.IsClick(address))
            {
                continue;
            }

            var quote = link.IsQuoted ? "" : "\"";
            var mark = $"{quote}{ClickAddress.Marked(address, parameters)}{quote}";
            written.Append(text, from, link.Start - from);
            changes.Add(new SourceChange(written.Length, mark.Length, link.Start, link.Length));
            written.Append(mark);
            from = link.End;
        }

        return changes.Count == 0 ? source : source with { Text = written.Append(text, from, text.Length - from).ToString(), Written = source, Changes = changes };
    }
}
