using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>Walks a document, or the source of one, and says which rules it breaks.</summary>
/// <param name="html">The document; of a source, code masked.</param>
/// <param name="isSource">Branches and blocks make it more than one document: what only a whole one can tell is not said.</param>
internal sealed class AmpWalk(string html, bool isSource)
{
    private readonly AmpOpenTags open = new();
    private readonly AmpHead head = new();
    private readonly AmpTagCheck tags = new(AmpTable.Known);
    private readonly List<AmpFault> faults = [];
    private static readonly HashSet<string> OfHead = ["html", "head", "body", "title", "meta", "style", "script", "link", "base", "noscript", "template"];
    private bool isStrict = true;
    private int styleBytes;

    // The mail clients' limits: https://amp.dev/documentation/guides-and-tutorials/email/learn/email-spec/amp-email-format/
    private const int MostStyleBytes = 75_000;
    private const int MostInlineBytes = 1_000;

    /// <summary>All of them, in the order of the document.</summary>
    public List<AmpFault> Check()
    {
        var scanner = new HtmlScanner(html, hasCode: false);
        var last = 0;
        while (scanner.Next(out var token))
        {
            Text(last, token.Start);
            last = token.End;
            if (token.Kind == HtmlTokenKind.Comment)
            {
                continue;
            }

            if (html[token.Start + 1] == '/')
            {
                End(Lower(html.AsSpan(token.Start + 2, Math.Max(0, token.Length - 3)).Trim()));
            }
            else if (html[token.Start + 1] == '!')
            {
                head.Doctype(html.AsSpan(token.Start, token.Length), token.Start, faults);
            }
            else
            {
                var tag = AmpTagReader.Read(html, token);
                Start(tag, token.Kind == HtmlTokenKind.TextElement ? (tag.End, TextEnd(token, tag.End)) : null);
            }
        }

        End("");
        if (!isSource)
        {
            head.End(html.Length, faults);
            if (styleBytes > MostStyleBytes && !faults.Exists(f => f.Code == "STYLESHEET_TOO_LONG"))
            {
                Say("STYLESHEET_AND_INLINE_STYLE_TOO_LONG", html.Length, $"All styles together have {styleBytes} bytes, and AMP takes {MostStyleBytes}.");
            }
        }

        return faults;
    }

    private void Say(string code, int at, string message) => faults.Add(new AmpFault(code, at, message));

    // Text or an element of the body where the head is would end the head.
    private void Text(int from, int to)
    {
        for (var i = from; open.IsInHead && i < to; i++)
        {
            if (!char.IsWhiteSpace(html[i]) && html[i] != CodeMask.Code)
            {
                Say("DISALLOWED_MANUFACTURED_BODY", i, "Text stands in the head; put it into the body.");
                return;
            }
        }
    }

    private void Start(WrittenTag tag, (int From, int To)? text)
    {
        if (tag.Name == "html")
        {
            isStrict = isSource || tag.Has("data-css-strict");
        }

        open.Before(tag.Name, Finish);
        if (open.IsInHead && !OfHead.Contains(tag.Name))
        {
            Say("DISALLOWED_MANUFACTURED_BODY", tag.At, $"<{tag.Name}> stands in the head; put it into the body.");
        }

        var rule = tags.RuleOf(tag, open, isSource, faults);
        open.Count(tag, rule, isSource, faults);
        var before = faults.Count;
        if (rule is not null)
        {
            if (AmpTagCheck.Stands(tag, rule, open, isSource, faults))
            {
                tags.Attributes(tag, rule, open, faults);
            }

            head.Saw(tag, rule, html, text, isSource, faults);
        }

        Styles(tag, rule, text);
        if (text is null && !AmpOpenTags.IsVoid(tag.Name))
        {
            open.Push(new AmpOpenTag(tag, rule, faults.Count == before));
        }
    }

    private void Styles(WrittenTag tag, AmpTag? rule, (int From, int To)? text)
    {
        if (tag.Find("style") is { Value.Length: > 0 } inline && inline.IsKnown)
        {
            var bytes = System.Text.Encoding.UTF8.GetByteCount(inline.Value);
            styleBytes += bytes;
            if (bytes > MostInlineBytes)
            {
                Say("INLINE_STYLE_TOO_LONG", tag.At, $"The style of this <{tag.Name}> has {bytes} bytes, and AMP takes {MostInlineBytes}; use a class.");
            }

            if (!open.IsIn("template") || !inline.Value.Contains("{{", StringComparison.Ordinal))
            {
                AmpStyles.CheckInline(inline.Value, tag, isStrict, faults);
            }
        }

        if (rule?.When?.Name == "amp-custom" && text is var (from, to))
        {
            var bytes = System.Text.Encoding.UTF8.GetByteCount(html.AsSpan(from, to - from));
            styleBytes += bytes;
            if (bytes > MostStyleBytes)
            {
                Say("STYLESHEET_TOO_LONG", tag.At, $"This style has {bytes} bytes, and AMP takes {MostStyleBytes}.");
            }

            AmpStyles.CheckSheet(html, from, to, tag.At, isStrict, faults);
        }
    }

    private void End(string name) => open.End(name, Finish);

    private void Finish(AmpOpenTag closed)
    {
        if (closed is { IsGood: true, Rule: { Count: > 0 } rule } && rule.Count != closed.Children && !isSource)
        {
            Say("INCORRECT_NUM_CHILD_TAGS", closed.Tag.At, $"<{rule.Name}> in <{rule.In}> has {rule.Count} children, and this one has {closed.Children}.");
        }
    }

    private static string Lower(ReadOnlySpan<char> name) => name.ToString().ToLowerInvariant();

    private int TextEnd(HtmlToken token, int from) => html.LastIndexOf("</", token.End - 1, token.End - from, StringComparison.Ordinal) is var end and >= 0 ? end : token.End;
}
