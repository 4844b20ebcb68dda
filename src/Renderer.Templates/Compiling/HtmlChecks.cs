using System.Text;
using System.Text.RegularExpressions;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;

namespace Renderer.Templates.Compiling;

/// <summary>Checks of HTML sources, by their offsets.</summary>
internal static partial class HtmlChecks
{
    // Gmail drops a longer <style>.
    private const int MaxStyleBytes = 16 << 10;

    public static void Check(SourceText source, Findings findings)
    {
        var scanner = new HtmlScanner(source.Text, hasCode: true);
        while (scanner.Next(out var token))
        {
            var text = source.Text.AsSpan(token.Start, token.Length);
            if (token.Kind == HtmlTokenKind.Tag && HtmlScanner.IsTag(text, "<img") && !Alt().IsMatch(text))
            {
                findings.Warning("image_alt_missing", "This image has no 'alt'; say what it shows, or alt=\"\" for decoration.", source.At(token.Start));
            }

            if (token.Kind == HtmlTokenKind.TextElement && HtmlScanner.IsTag(text, "<style") && Encoding.UTF8.GetByteCount(text) > MaxStyleBytes)
            {
                findings.Warning("style_too_large", $"Gmail drops a <style> of more than {MaxStyleBytes >> 10} KB; split or shorten it.", source.At(token.Start));
            }
        }
    }

    [GeneratedRegex(@"\salt\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Alt();
}
