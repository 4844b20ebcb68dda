using Renderer.Templates.Definitions;
using Renderer.Templates.Html;
using Renderer.Templates.Links;

namespace Renderer.Templates.Rendering;

/// <summary>What a mail shows of open time: one body for both languages, compiled or interpreted.</summary>
internal static class OpenParts
{
    public static readonly string Web = LinkMarks.Write(new LinkMark(LinkMarkKind.Web, "", null));

    public static readonly string Consent = LinkMarks.Write(new LinkMark(LinkMarkKind.Consent, "", null));

    private static readonly string PixelTag =
        $"<img src=\"{LinkMarks.Write(new LinkMark(LinkMarkKind.Pixel, "", null))}\" alt=\"\" width=\"1\" height=\"1\" style=\"display:block;border:0;width:1px;height:1px\">";

    /// <summary>An image of template.yaml: its tag where values are escaped, else its words; null when there is none of this name.</summary>
    public static string? Image(MailRun run, string name, bool asTag)
    {
        var definition = run.Mail.Definition;
        if (run.Mail.SlotsByName.GetValueOrDefault(name) is { } slot)
        {
            var alt = HtmlText.OneLine(run.Ladder.Show(slot.Alt).Text);
            var variant = run.Choice(name)?.Variant ?? SlotDefinition.DefaultName;
            return asTag ? SlotTag.Write(slot, variant, alt, definition.IsAmp) : SlotTag.Text(slot, variant, alt);
        }

        return !definition.Images.TryGetValue(name, out var image) ? null : asTag ? ImageTag.Write(image, definition.IsAmp) : image.Alt;
    }

    /// <summary>The pixel that tells that the mail was shown; nothing where it cannot stand.</summary>
    public static string Pixel(MailRun run, bool asTag) => asTag && !run.Mail.Definition.IsAmp ? PixelTag : "";

    /// <summary>An address that becomes a click where it leads to a page.</summary>
    public static string Link(MailRun run, string address) => ClickAddress.Marked(address, run.Mail.Definition.Links.Parameters);

    /// <summary>Where an AMP list finds the data of a block or slot.</summary>
    public static string AmpData(string name) => LinkMarks.Write(new LinkMark(LinkMarkKind.Amp, name, null));
}
