using System.Globalization;
using HtmlAgilityPack;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;
using Color = Renderer.Templates.Html.Color;

namespace Renderer.Templates.Compiling;

/// <summary>Checks that text can be read where the source says both its colour and the one behind it.</summary>
internal static class ContrastChecks
{
    // WCAG 2.2, 1.4.3; large is 24 px, or 18.66 px in bold.
    private const double Least = 4.5;
    private const double LeastOfLarge = 3;
    private const double Large = 24;
    private const double LargeBold = 18.66;
    private const int MaxDepth = 256;

    // What text on an element looks like; null where the source does not tell.
    private readonly record struct Look(Color? Text, Color? Behind, double Size, bool IsBold);

    public static void Check(SourceText source, Findings findings)
    {
        var document = new HtmlDocument { OptionMaxNestedChildNodes = MaxDepth };
        try
        {
            document.LoadHtml(CodeMask.Of(source.Text));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nested deeper than any mail that can be read.
            return;
        }

        Walk(document.DocumentNode, new Look(null, null, 16, false), source, findings, []);
    }

    private static void Walk(HtmlNode node, Look look, SourceText source, Findings findings, HashSet<(Color, Color)> said)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is HtmlTextNode text && IsSeen(text.Text))
            {
                Judge(node, look, source, findings, said);
            }
            else if (child.NodeType == HtmlNodeType.Element && child.Name is not ("style" or "script" or "title" or "head"))
            {
                var style = new InlineStyle(HtmlEntity.DeEntitize(child.GetAttributeValue("style", "")));
                if (style["display"] != "none" && style["mso-hide"] != "all" && child.GetAttributeValue("aria-hidden", "") != "true" && style.Pixels("font-size") is not 0)
                {
                    Walk(child, Of(child, style, look), source, findings, said);
                }
            }
        }
    }

    private static void Judge(HtmlNode node, Look look, SourceText source, Findings findings, HashSet<(Color, Color)> said)
    {
        if (look is not { Text: { } text, Behind: { } behind })
        {
            return;
        }

        var least = look.Size >= Large || (look.IsBold && look.Size >= LargeBold) ? LeastOfLarge : Least;
        var contrast = Color.Contrast(text, behind);
        if (contrast < least && said.Add((text, behind)))
        {
            findings.Warning(
                "contrast_low",
                string.Create(CultureInfo.InvariantCulture, $"Text in {text} on {behind} has a contrast of {contrast:0.0}:1; at least {least:0.#}:1 can be read by most, so make one darker or lighter."),
                source.At(Math.Clamp(node.StreamPosition, 0, source.Text.Length)));
        }
    }

    private static Look Of(HtmlNode node, InlineStyle style, Look outer)
    {
        var text = style["color"] ?? (node.Name == "font" ? node.GetAttributeValue("color", null!) : null);

        // A link has the client's colour where it has none of its own.
        var color = text is null ? (node.Name == "a" ? null : outer.Text) : text == "inherit" ? outer.Text : Color.Read(text);
        var size = style["font-size"] is null ? SizeOf(node.Name, outer.Size) : style.Pixels("font-size") ?? outer.Size;
        var isBold = style["font-weight"] is { } weight
            ? weight is "bold" or "bolder" || (int.TryParse(weight, out var heavy) && heavy >= 700)
            : outer.IsBold || node.Name is "b" or "strong" or "th" or "h1" or "h2" or "h3" or "h4";
        return new Look(color, Behind(node, style, outer.Behind), size, isBold);
    }

    private static Color? Behind(HtmlNode node, InlineStyle style, Color? outer)
    {
        if (style["background-image"] is not (null or "none") || node.GetAttributeValue("background", "").Length > 0)
        {
            return null;
        }

        var said = style["background-color"] ?? style["background"];
        return said switch
        {
            null => node.GetAttributeValue("bgcolor", "") is { Length: > 0 } old ? Color.Read(old) : outer,
            "transparent" or "none" or "inherit" => outer,
            _ => Color.Read(said),
        };
    }

    private static double SizeOf(string name, double outer) => name switch
    {
        "h1" => 32,
        "h2" => 24,
        "h3" => 18.72,
        "small" => outer * 0.83,
        _ => outer,
    };

    private static bool IsSeen(string text) => text.Any(c => c == CodeMask.Code) || HtmlEntity.DeEntitize(text).Any(c => char.IsLetterOrDigit(c) || char.IsPunctuation(c));
}
