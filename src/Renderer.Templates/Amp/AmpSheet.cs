namespace Renderer.Templates.Amp;

/// <summary>Reads a stylesheet, or the declarations of a style attribute, rule by rule. What is not closed reaches to its end.</summary>
/// <param name="text">What it stands in.</param>
/// <param name="from">Where it begins.</param>
/// <param name="to">Where it ends.</param>
/// <param name="check">Judges what is read.</param>
internal sealed class AmpSheet(string text, int from, int to, AmpStyles check)
{
    private int at = from;
    private int media;

    /// <summary>Reads a whole sheet.</summary>
    public void Read()
    {
        while (Skip())
        {
            if (text[at] == '}' && media > 0)
            {
                media--;
                at++;
            }
            else if (text[at] == '@')
            {
                AtRule();
            }
            else
            {
                var start = at;
                at = Find("{");
                if (at >= to)
                {
                    check.Say("CSS_SYNTAX_EOF_IN_PRELUDE_OF_QUALIFIED_RULE", to, "The style ends within a selector.");
                    return;
                }

                check.Selectors(text, start, at);
                at++;
                Declarations();
            }
        }
    }

    /// <summary>Reads declarations, up to the '}' that ends them.</summary>
    public void Declarations()
    {
        while (Skip())
        {
            if (text[at] is '}' or ';')
            {
                if (text[at++] == '}')
                {
                    return;
                }

                continue;
            }

            if (text[at] == '@')
            {
                AtRule();
                continue;
            }

            var start = at;
            var colon = Find(":;{}");
            var end = at = colon;
            if (colon < to && text[colon] == ':')
            {
                at++;
                end = Find(";}");
                check.Declaration(text, start, colon, end);
            }
            else
            {
                check.Say("CSS_SYNTAX_INCOMPLETE_DECLARATION", start, "A declaration is a property, ':' and a value.");
                end = colon < to && text[colon] == '{' ? Behind(colon) : colon;
            }

            at = end;
        }
    }

    private void AtRule()
    {
        var start = at++;
        while (at < to && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '-'))
        {
            at++;
        }

        var name = text[start..at];
        var prelude = at;
        at = Find("{;");
        if (name.Equals("@media", StringComparison.OrdinalIgnoreCase))
        {
            check.Media(text, prelude, at);
            media += at < to && text[at] == '{' ? 1 : 0;
            at += at < to ? 1 : 0;
            return;
        }

        check.Say("CSS_SYNTAX_INVALID_AT_RULE", start, $"AMP for Email has no {name}, only @media.");
        at = at < to && text[at] == '{' ? Behind(at) : Math.Min(to, at + 1);
    }

    // White space and comments; false at the end.
    private bool Skip()
    {
        while (at < to)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (Comment(at) is var end and > 0)
            {
                at = end;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private int Comment(int i)
    {
        if (i + 1 >= to || text[i] != '/' || text[i + 1] != '*')
        {
            return 0;
        }

        var end = text.IndexOf("*/", i + 2, Math.Max(0, to - i - 2), StringComparison.Ordinal);
        if (end < 0)
        {
            check.Say("CSS_SYNTAX_UNTERMINATED_COMMENT", i, "This comment is not closed.");
        }

        return end < 0 ? to : end + 2;
    }

    // The next of some characters that is in no text, comment or parentheses.
    private int Find(string ends)
    {
        var depth = 0;
        var i = at;
        while (i < to)
        {
            var c = text[i];
            if (depth == 0 && ends.Contains(c))
            {
                return i;
            }

            depth += c is '(' or '[' ? 1 : c is ')' or ']' && depth > 0 ? -1 : 0;
            i = c is '"' or '\'' ? TextEnd(i) : c == '\\' ? i + 2 : Comment(i) is var end and > 0 ? end : i + 1;
        }

        return to;
    }

    private int TextEnd(int i)
    {
        var quote = text[i++];
        while (i < to && text[i] != quote && text[i] != '\n')
        {
            i += text[i] == '\\' ? 2 : 1;
        }

        return Math.Min(to, i + 1);
    }

    // Behind the block that begins here, blocks in it included.
    private int Behind(int i)
    {
        var depth = 0;
        while (i < to)
        {
            var c = text[i];
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            i = c is '"' or '\'' ? TextEnd(i) : i + 1;
            if (depth == 0)
            {
                return i;
            }
        }

        return to;
    }
}
