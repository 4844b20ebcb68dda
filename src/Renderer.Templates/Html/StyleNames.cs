using System.Text.RegularExpressions;

namespace Renderer.Templates.Html;

/// <summary>A class or id that a selector asks for.</summary>
/// <param name="Name">With its '.' or '#'.</param>
/// <param name="Start">The offset of its mark in the HTML.</param>
internal readonly record struct StyleName(string Name, int Start);

/// <summary>Finds the classes and ids that a <c>&lt;style&gt;</c> has rules for.</summary>
internal static partial class StyleNames
{
    private static readonly string[] Groups = ["@media", "@supports", "@layer", "@container"];

    // What clients wrap mails in: rules for these are for the client, not for the mail.
    private static readonly string[] OfClients =
    [
        "#outlook", ".externalclass", ".readmsgbody", ".msonormal", ".mso", ".wordsection", ".gmail", ".yahoo", ".yshortcuts", ".aolmail", ".moz-text-html",
        "#messageviewbody", "#messagewebviewdiv", ".g-img", ".cloudhq", ".ox-", ".x_", "#backgroundtable", ".applelinks",
    ];

    // Gmail's names for what it quotes, and for addresses and pictures that it finds.
    private static readonly string[] OfGmail = [".im", ".aBn", ".a6S"];

    /// <summary>The names in one element's rules, media queries included; nothing where code writes some of them.</summary>
    /// <param name="html">The HTML that it stands in.</param>
    /// <param name="start">Where its rules begin.</param>
    /// <param name="end">Where they end.</param>
    public static IEnumerable<StyleName> In(string html, int start, int end)
    {
        var rules = Comment().Replace(html[start..end], m => new string(' ', m.Length));
        if (CodeMask.IsIn(CodeMask.Of(rules)))
        {
            yield break;
        }

        var at = 0;
        while (at < rules.Length && rules.AsSpan(at).IndexOfAny('{', '}', ';') is var length and >= 0)
        {
            var selector = rules.Substring(at, length);
            var mark = rules[at + length];
            var from = at;
            at += length + 1;
            if (mark != '{' || Groups.Any(selector.TrimStart().StartsWith))
            {
                continue;
            }

            at = Behind(rules, at);
            foreach (var name in selector.Contains('@', StringComparison.Ordinal) ? [] : NamesOf(selector))
            {
                yield return new StyleName(name.Value, start + from + name.Index);
            }
        }
    }

    private static IEnumerable<Match> NamesOf(string selector)
    {
        // In brackets and parentheses stand conditions, not what must be there.
        var plain = Condition().Replace(selector, m => new string(' ', m.Length));
        return Name().Matches(plain).Where(m => !OfClients.Any(c => m.Value.StartsWith(c, StringComparison.OrdinalIgnoreCase)) && !OfGmail.Contains(m.Value, StringComparer.OrdinalIgnoreCase));
    }

    // Behind the '}' of a block that may have others in it, as keyframes have.
    private static int Behind(string rules, int at)
    {
        for (var depth = 1; at < rules.Length && depth > 0; at++)
        {
            depth += rules[at] == '{' ? 1 : rules[at] == '}' ? -1 : 0;
        }

        return at;
    }

    [GeneratedRegex(@"/\*.*?(\*/|$)|<!--|-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[[^\]]*\]|\([^)]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Condition();

    [GeneratedRegex(@"[.#]-?[A-Za-z_][\w-]*")]
    private static partial Regex Name();
}
