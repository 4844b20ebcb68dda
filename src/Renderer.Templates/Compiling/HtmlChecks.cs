using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;

namespace Renderer.Templates.Compiling;

/// <summary>Checks of the tags in one HTML source, by their offsets.</summary>
internal static class HtmlChecks
{
    public static void Check(SourceText source, Findings findings)
    {
        var masked = CodeMask.Of(source.Text);
        var scanner = new HtmlScanner(masked, hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind == HtmlTokenKind.Tag && masked[token.Start + 1] is not ('/' or '!'))
            {
                Check(new HtmlTag(masked.AsSpan(token.Start, token.Length)), token, source, findings);
            }
        }

        ContrastChecks.Check(source, findings);
    }

    private static void Check(HtmlTag tag, HtmlToken token, SourceText source, Findings findings)
    {
        var isImage = tag.Name switch
        {
            "img" => true,
            "input" => "image".Equals(tag.Attribute("type"), StringComparison.OrdinalIgnoreCase),
            "area" => tag.Attribute("href") is not null,
            _ => false,
        };
        if (isImage && tag.Attribute("alt") is null && !tag.HasCodeAmongAttributes)
        {
            findings.Warning("image_alt_missing", "This image has no 'alt'; say what it shows, or alt=\"\" for decoration.", source.At(token.Start));
        }
    }
}
