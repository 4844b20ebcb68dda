using System.Globalization;
using System.Net;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Server.Snippets;

/// <summary>Makes the tags of an ESP for a template: what its file says, with everything put in, for each slot and block one.</summary>
internal static class SnippetMaker
{
    // The same for every ESP but for its merge tags.
    private const string Picture = "«picture_comment»«a»<img src=\"«links»/i/«workspace»/«template»/«slot».«extension»?r=«token»&m=«campaign»\"«size» alt=\"«alt»\">«end»";
    private const string Click = "«links»/c/«workspace»/«template»/«slot»?r=«token»&m=«campaign»";

    /// <summary>What people read of an ESP's facts; the others are merge tags.</summary>
    private static readonly string[] Read = ["auth", "timeout", "cache", "trap"];

    public static SnippetSet Make(Esp esp, SnippetScope scope)
    {
        var values = ValuesOf(esp, scope);
        return new SnippetSet(
            esp,
            Read.Where(esp.Facts.ContainsKey).ToDictionary(key => key, key => Places.Fill(esp.Facts[key], values)),
            [.. esp.Setup.Select(step => Places.Fill(step, values))],
            [.. TagsOf(esp).SelectMany(tag => Each(tag, scope.Template, values))],
            CannotOf(esp, scope.Template));
    }

    private static IEnumerable<EspTag> TagsOf(Esp esp) =>
    [
        .. esp.Tags,
        new EspTag(SnippetKind.Image, "html", "In an HTML body of your own: drawn when the mail is opened", Picture),
        new EspTag(SnippetKind.Link, "url", "Where a link of your own goes to: the click that belongs to the picture", Click),
    ];

    private static IEnumerable<Snippet> Each(EspTag tag, Template template, Dictionary<string, string> values) => tag.Kind switch
    {
        SnippetKind.Html or SnippetKind.Text or SnippetKind.Subject or SnippetKind.Amp =>
            template.Parts.Contains(PartOf(tag.Kind)) ? [new(tag.Kind, null, tag.Language, tag.Where, Places.Fill(tag.Text, values))] : [],
        SnippetKind.Block => template.Blocks.Select(block => Named(tag, block.Name, new(values) { ["block"] = Uri.EscapeDataString(block.Name) })),
        SnippetKind.Image => template.Slots.Select(slot => Named(tag, slot.Name, OfSlot(slot, values))),
        SnippetKind.Link => template.Slots.Where(slot => slot.HasLink).Select(slot => Named(tag, slot.Name, OfSlot(slot, values))),
        _ => [new(tag.Kind, null, tag.Language, tag.Where, Places.Fill(tag.Text, values))],
    };

    private static Snippet Named(EspTag tag, string name, Dictionary<string, string> values) => new(tag.Kind, name, tag.Language, tag.Where, Places.Fill(tag.Text, values));

    private static Dictionary<string, string> ValuesOf(Esp esp, SnippetScope scope)
    {
        var campaign = scope.Campaign is { } given ? Uri.EscapeDataString(given) : null;
        var values = new Dictionary<string, string>
        {
            ["origin"] = scope.Origin,
            ["links"] = scope.Links,
            ["workspace"] = scope.Workspace.ToString(),
            ["template"] = Uri.EscapeDataString(scope.Template.Name),
            ["by"] = scope.By,
            ["who"] = esp.Facts[scope.By],
            ["token"] = esp.Facts["token"],
            ["campaign"] = campaign ?? esp.Facts.GetValueOrDefault("campaign") ?? Uri.EscapeDataString(scope.Template.Name),
            ["message"] = esp.Facts.GetValueOrDefault("message") ?? campaign ?? "",
            ["budget"] = esp.Facts.GetValueOrDefault("budget_ms", ""),
            ["trap"] = esp.Facts["trap"],
        };
        values["comment"] = Places.Fill(esp.Facts["comment"], values);
        values["picture_comment"] = esp.Facts.ContainsKey("picture_comment") ? values["comment"] + "\n" : "";
        return values;
    }

    private static Dictionary<string, string> OfSlot(TemplateSlot slot, Dictionary<string, string> values)
    {
        var own = new Dictionary<string, string>(values)
        {
            ["slot"] = Uri.EscapeDataString(slot.Name),
            ["extension"] = slot.Format == PictureFormat.Jpeg ? "jpg" : slot.Format.ToString().ToLowerInvariant(),
            ["size"] = slot is { Width: > 0, Height: > 0 } ? string.Create(CultureInfo.InvariantCulture, $" width=\"{slot.Width}\" height=\"{slot.Height}\"") : "",
            ["alt"] = WebUtility.HtmlEncode(slot.Name),
        };
        (own["a"], own["end"]) = slot.HasLink ? ($"<a href=\"{Places.Fill(Click, own)}\">", "</a>") : ("", "");
        return own;
    }

    private static Dictionary<SnippetKind, string> CannotOf(Esp esp, Template template)
    {
        var cannot = new Dictionary<SnippetKind, string>(esp.Cannot);
        foreach (var kind in (SnippetKind[])[SnippetKind.Html, SnippetKind.Text, SnippetKind.Subject, SnippetKind.Amp])
        {
            if (!template.Parts.Contains(PartOf(kind)))
            {
                cannot.TryAdd(kind, "This template has no such part.");
            }
        }

        if (template.Slots.Count == 0)
        {
            cannot.TryAdd(SnippetKind.Image, "This template has no pictures: 'images' in template.yaml makes them.");
        }

        if (!template.Slots.Any(slot => slot.HasLink))
        {
            cannot.TryAdd(SnippetKind.Link, "No picture of this template has a link: 'link' of an image in template.yaml makes one.");
        }

        return cannot;
    }

    private static Part PartOf(SnippetKind kind) => kind switch
    {
        SnippetKind.Text => Part.Text,
        SnippetKind.Subject => Part.Subject,
        SnippetKind.Amp => Part.Amp,
        _ => Part.Html,
    };
}
