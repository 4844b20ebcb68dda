using System.Text;
using System.Text.RegularExpressions;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Files;
using Renderer.Templates.Html;

namespace Renderer.Templates.Compiling;

/// <summary>Checks of a mail's styles: their size together, and rules for what is nowhere in it.</summary>
internal static partial class StyleChecks
{
    // Gmail drops what is beyond, of one element and of all together.
    public const int MaxBytes = 16 << 10;

    private readonly record struct Style(SourceText Source, HtmlToken Token)
    {
        public int Bytes => Encoding.UTF8.GetByteCount(Source.Text.AsSpan(Token.Start, Token.Length));

        public int RulesStart => Token.Start + Source.Text.AsSpan(Token.Start, Token.Length).IndexOf('>') + 1;
    }

    public static void Check(CheckedMail mail, Findings findings)
    {
        var sources = mail.HtmlScripts.Select(s => s.Source).ToList();
        var styles = sources.SelectMany(StylesOf).ToList();
        Size(styles, findings);
        Unused(styles, [.. sources.Select(s => s.Text), .. mail.Sources.StaticBlocks.Values.Select(s => s.Text), mail.Definition.StaticHtml ?? ""], findings);
    }

    private static void Size(List<Style> styles, Findings findings)
    {
        var sum = 0;
        foreach (var style in styles)
        {
            var bytes = style.Bytes;
            sum += bytes;
            if (bytes > MaxBytes)
            {
                findings.Warning("style_too_large", $"Gmail drops a <style> of more than {MaxBytes >> 10} KB; shorten it.", style.Source.At(style.Token.Start));
                return;
            }

            if (sum > MaxBytes)
            {
                findings.Warning(
                    "styles_too_large", $"With this <style> the mail has more than {MaxBytes >> 10} KB of them, of which Gmail drops the rest; shorten them.", style.Source.At(style.Token.Start));
                return;
            }
        }
    }

    private static void Unused(List<Style> styles, IReadOnlyList<string> sources, Findings findings)
    {
        // What code writes into a class, or past the escaping, could be any name.
        var values = sources.SelectMany(s => Attribute().Matches(s)).ToList();
        if (values.Any(v => CodeMask.IsIn(CodeMask.Of(v.Value)) || v.Value.Contains("{{", StringComparison.Ordinal)) || sources.Any(s => Raw().IsMatch(s)))
        {
            return;
        }

        var used = values
            .SelectMany(v => v.Groups["value"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(n => (v.Groups["name"].Value[0] is 'i' or 'I' ? "#" : ".") + n))
            .ToHashSet(StringComparer.Ordinal);
        var said = new HashSet<string>(StringComparer.Ordinal);

        // A shared block has rules for other mails too.
        foreach (var style in styles.Where(s => s.Source.File?.StartsWith(FolderReader.Shared + "/", StringComparison.Ordinal) != true))
        {
            foreach (var name in StyleNames.In(style.Source.Text, style.RulesStart, style.Token.End).Where(n => !used.Contains(n.Name) && said.Add(n.Name)))
            {
                findings.Warning("style_unused", $"Nothing in the mail is '{name.Name}'; remove the rules for it, or correct the name.", style.Source.At(name.Start));
            }
        }
    }

    private static List<Style> StylesOf(SourceText source)
    {
        var styles = new List<Style>();
        var scanner = new HtmlScanner(CodeMask.Of(source.Text), hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind == HtmlTokenKind.TextElement && HtmlScanner.IsTag(source.Text.AsSpan(token.Start, token.Length), "<style"))
            {
                styles.Add(new Style(source, token));
            }
        }

        return styles;
    }

    // Wherever it stands: in tags, in conditional comments, in text that code writes.
    [GeneratedRegex("""(?<![\w-])(?<name>class|id)\s*=\s*\\?(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""", RegexOptions.IgnoreCase)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\{\{[^}]*\braw\b", RegexOptions.NonBacktracking)]
    private static partial Regex Raw();
}
