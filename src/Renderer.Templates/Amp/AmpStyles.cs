using System.Text.RegularExpressions;
using Renderer.Templates.Checks;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>Judges styles.</summary>
/// <param name="isStrict">With <c>data-css-strict</c>, which all documents of ours have.</param>
/// <param name="tag">The tag, where the style is its attribute; null for a sheet, whose faults have places of their own.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed partial class AmpStyles(bool isStrict, WrittenTag? tag, List<AmpFault> faults)
{
    private const int MostDepth = 100;
    private static readonly AmpStyleTable Table = AmpStyleTable.Known;
    private static readonly string[] Secure = ["https"];

    public static void CheckSheet(string html, int from, int to, int tagAt, bool isStrict, List<AmpFault> faults)
    {
        var text = html[from..to];
        if (text.Contains("<!--", StringComparison.Ordinal))
        {
            faults.Add(new AmpFault("CDATA_VIOLATES_DENYLIST", tagAt, "A style has no HTML comment in it."));
        }

        if (OwnNames().IsMatch(text))
        {
            faults.Add(new AmpFault("CDATA_VIOLATES_DENYLIST", tagAt, "Names that begin with i-amphtml- are AMP's own."));
        }

        new AmpSheet(html, from, to, new AmpStyles(isStrict, null, faults)).Read();
    }

    public static void CheckInline(string style, WrittenTag tag, bool isStrict, List<AmpFault> faults) =>
        new AmpSheet(style, 0, style.Length, new AmpStyles(isStrict, tag, faults)).Declarations();

    public void Say(string code, int at, string message) =>
        faults.Add(new AmpFault(code, tag?.At ?? at, tag is null ? message : $"In the style of <{tag.Name}>: {message}"));

    public void Declaration(string text, int start, int colon, int end)
    {
        var name = text.AsSpan(start, colon - start).Trim().ToString();
        if (CodeMask.IsIn(name))
        {
            return;
        }

        if (!Ident().IsMatch(name))
        {
            Say("CSS_SYNTAX_INVALID_DECLARATION", start, "This is no property's name.");
            return;
        }

        if (isStrict && !Table.Properties.Contains(name))
        {
            Say(tag is null ? "CSS_SYNTAX_INVALID_PROPERTY_NOLIST" : "DISALLOWED_PROPERTY_IN_ATTR_VALUE", start, $"AMP for Email has no '{name}'{Nearest.Hint(name, Table.Properties)}.");
            return;
        }

        Value(name, text, start, colon + 1, end);
    }

    public void Media(string text, int from, int to)
    {
        if (!isStrict || CodeMask.IsIn(text.AsSpan(from, to - from)))
        {
            return;
        }

        foreach (var word in MediaWord().EnumerateMatches(text.AsSpan(from, to - from)))
        {
            var at = from + word.Index;
            var name = text.Substring(at, word.Length);
            var isFeature = text.AsSpan(from, word.Index).TrimEnd().EndsWith("(");
            var isValue = !isFeature && text.AsSpan(from, word.Index).LastIndexOf('(') > text.AsSpan(from, word.Index).LastIndexOf(')');
            if (isFeature && !Table.Features.Contains(name))
            {
                Say("CSS_SYNTAX_DISALLOWED_MEDIA_FEATURE", at, $"AMP for Email cannot ask for '{name}'{Nearest.Hint(name, Table.Features)}.");
            }
            else if (isFeature && text.AsSpan(at + name.Length, to - at - name.Length).TrimStart() is [not (':' or ')'), ..])
            {
                Say("CSS_SYNTAX_MALFORMED_MEDIA_QUERY", at, "A feature is written (min-width: 600px).");
            }
            else if (!isFeature && !isValue && !Table.MediaWords.Contains(name))
            {
                Say("CSS_SYNTAX_DISALLOWED_MEDIA_TYPE", at, $"AMP for Email has no medium '{name}', only screen and all.");
            }
        }
    }

    public void Selectors(string text, int from, int to)
    {
        var isStart = true;
        for (var i = from; i < to; i++)
        {
            var c = text[i];
            if (c == CodeMask.Code)
            {
                return;
            }

            if (isStart && !char.IsWhiteSpace(c))
            {
                if (!(char.IsLetter(c) || c is '_' or '-' or '*' or '.' or '#' or '[' or ':' or '|' or '\\' || c >= 0x80 || Comment(text, i, to)))
                {
                    Say("CSS_SYNTAX_NOT_A_SELECTOR_START", i, "No selector begins like this.");
                    return;
                }

                isStart = Comment(text, i, to);
            }

            switch (c)
            {
                case ',':
                    isStart = true;
                    break;
                case '/' when Comment(text, i, to):
                    i = text.IndexOf("*/", i + 2, StringComparison.Ordinal) is var end and >= 0 ? Math.Min(end + 1, to) : to;
                    break;
                case '.' when i + 1 < to && char.IsAsciiDigit(text[i + 1]):
                    Say("CSS_SYNTAX_NOT_A_SELECTOR_START", i, "A class begins with a letter.");
                    break;
                case '[':
                    i = Attribute(text, i, to);
                    break;
                case ':':
                    i = Pseudo(text, i, to);
                    break;
            }
        }

        if (isStart)
        {
            Say("CSS_SYNTAX_NOT_A_SELECTOR_START", to, "A selector is missing here.");
        }
    }

    private static bool Comment(string text, int i, int to) => i + 1 < to && text[i] == '/' && text[i + 1] == '*';

    private int Attribute(string text, int i, int to)
    {
        var name = Word(text, i + 1, to);
        if (isStrict && !Table.Selectors.Contains(name))
        {
            Say("CSS_SYNTAX_DISALLOWED_ATTR_SELECTOR", i, $"AMP for Email has no selector for the attribute '{name}'.");
        }

        return text.IndexOf(']', i, to - i) is var end and >= 0 ? end : to;
    }

    private int Pseudo(string text, int i, int to)
    {
        var isElement = i + 1 < to && text[i + 1] == ':';
        var name = Word(text, isElement ? i + 2 : i + 1, to);
        if (isStrict && (isElement || !Table.PseudoClasses.Contains(name)))
        {
            Say(isElement ? "CSS_SYNTAX_DISALLOWED_PSEUDO_ELEMENT" : "CSS_SYNTAX_DISALLOWED_PSEUDO_CLASS", i, $"AMP for Email has no '{name}' here.");
        }

        var next = i + (isElement ? 2 : 1) + name.Length;
        for (var depth = 0; next < to && (depth > 0 || text[next] == '('); next++)
        {
            depth += text[next] == '(' ? 1 : text[next] == ')' ? -1 : 0;
            if (depth > MostDepth)
            {
                return to;
            }
        }

        return next - 1;
    }

    private void Value(string name, string text, int start, int from, int to)
    {
        var value = text.AsSpan(from, to - from);
        if (CodeMask.IsIn(value))
        {
            return;
        }

        if (value.IndexOf('!') is var mark and >= 0 && value[(mark + 1)..].TrimStart().StartsWith("important", StringComparison.OrdinalIgnoreCase))
        {
            Say("CSS_SYNTAX_DISALLOWED_IMPORTANT", from + mark, "AMP has no !important.");
            value = value[..mark];
        }

        var wordAt = from + (value.Length - value.TrimStart().Length);
        var word = Word(text, wordAt, to);
        if (name.Equals("filter", StringComparison.OrdinalIgnoreCase) && !text.AsSpan(wordAt + word.Length, to - wordAt - word.Length).StartsWith("("))
        {
            word = "";
        }

        var isNumber = name.Equals("z-index", StringComparison.OrdinalIgnoreCase);
        if (isStrict && (isNumber ? !Order().IsMatch(value.Trim().ToString()) : Table.Values.TryGetValue(name, out var words) && !words.Contains(word)))
        {
            Say("CSS_SYNTAX_DISALLOWED_PROPERTY_VALUE", start, isNumber ? "z-index is a whole number from -100 to 100." : $"'{name}' cannot have this value.");
        }

        for (var at = value.IndexOf("url(", StringComparison.OrdinalIgnoreCase); at >= 0;)
        {
            var address = value[(at + 4)..];
            var end = address.IndexOf(')');
            address = (end < 0 ? address : address[..end]).Trim(" \t\r\n\"'");
            if (AmpUrl.Judge(address, Secure) == UrlFault.Scheme)
            {
                Say("CSS_SYNTAX_INVALID_URL_PROTOCOL", from + at, "An address in a style is https.");
            }

            var next = value[(at + 4)..].IndexOf("url(", StringComparison.OrdinalIgnoreCase);
            at = next < 0 ? -1 : at + 4 + next;
        }
    }

    private static string Word(string text, int from, int to)
    {
        var end = from;
        while (end < to && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_'))
        {
            end++;
        }

        return text[from..end];
    }

    [GeneratedRegex(@"(^|\W)i-amphtml-", RegexOptions.NonBacktracking)]
    private static partial Regex OwnNames();

    [GeneratedRegex(@"^-{0,2}[A-Za-z_\u0080-\uffff][\w-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Ident();

    [GeneratedRegex(@"[A-Za-z_-][\w-]*", RegexOptions.NonBacktracking)]
    private static partial Regex MediaWord();

    [GeneratedRegex("^[+-]?(100|[1-9]?[0-9])$", RegexOptions.NonBacktracking)]
    private static partial Regex Order();
}
