using System.Text.RegularExpressions;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>Checks of HTML sources, by their offsets.</summary>
internal static partial class HtmlChecks
{
    // Gmail drops a longer <style>.
    private const int MaxStyleBytes = 16 << 10;

    public static void Check(SourceText source, Findings findings)
    {
        foreach (Match tag in Image().Matches(source.Text))
        {
            if (!Alt().IsMatch(tag.Value))
            {
                findings.Warning("image_alt_missing", "This image has no 'alt'; say what it shows, or alt=\"\" for decoration.", source.At(tag.Index));
            }
        }

        foreach (Match style in Style().Matches(source.Text))
        {
            if (System.Text.Encoding.UTF8.GetByteCount(style.Value) > MaxStyleBytes)
            {
                findings.Warning("style_too_large", $"Gmail drops a <style> of more than {MaxStyleBytes >> 10} KB; split or shorten it.", source.At(style.Index));
            }
        }

        foreach (Match bare in Unquoted().Matches(source.Text))
        {
            findings.Warning(
                "attribute_unquoted", "A value stands in an attribute without quotes, where a space in it would begin another attribute; quote it.", source.At(bare.Index));
        }
    }

    // The tag may hold code with '>' in it.
    [GeneratedRegex("""<img\b(?:\{\{.*?\}\}|"[^"]*"|'[^']*'|[^>"'])*>""", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Image();

    [GeneratedRegex(@"\salt\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Alt();

    [GeneratedRegex(@"<style\b.*?</style\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"<[a-z][^<>{}]*\s[a-z-]+=\{\{", RegexOptions.IgnoreCase)]
    private static partial Regex Unquoted();
}
