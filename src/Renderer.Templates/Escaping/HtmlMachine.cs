using System.Buffers;

namespace Renderer.Templates.Escaping;

/// <summary>Walks literal HTML from state to state. What is walked is the source, so a value can never change what it finds.</summary>
internal static class HtmlMachine
{
    private static readonly string[] TextElements = ["title", "textarea", "style", "script", "xmp", "iframe", "noembed", "noframes"];

    // No name that means something is longer.
    private const int MostLetters = 200;

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\n\r\f>");

    /// <summary>Walks a stretch of literal text.</summary>
    /// <param name="state">The state before it, then after it.</param>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins, an offset in the source.</param>
    /// <param name="say">Told what the text means for what is before it.</param>
    public static void Walk(ref HtmlState state, string text, int at, Action<Notice> say)
    {
        var from = 0;
        int? next = null;
        while (from < text.Length)
        {
            // Whatever else is open, '-->' ends a conditional comment. One that stands in another is ended by the same.
            var wasHidden = state.IsHidden;
            var tail = state.Tail;
            next = !wasHidden || next < 0 || next >= from ? next : CommentMachine.End(tail, text, from);
            var close = wasHidden ? next!.Value : -1;
            var until = close < 0 ? text.Length : close;
            var i = from;
            while (i < until && state.IsHidden == wasHidden)
            {
                i = Step(ref state, text, i, until, at, say);
            }

            if (close >= 0)
            {
                state = HtmlState.Start with { Foreign = state.Foreign };
                i++;
            }
            else if (wasHidden && state.IsHidden && state.Phase != HtmlPhase.Comment)
            {
                state.Tail = CommentMachine.Last(i - from < 3 ? tail + text[from..i] : text[(i - 3)..i]);
            }

            from = i;
        }
    }

    /// <summary>An element whose name changes nothing for what is inside it.</summary>
    public static bool IsOrdinary(string name) => !TextElements.Contains(name) && name is not ("svg" or "math") && !AttributeKinds.IsAnimation(name);

    private static int Step(ref HtmlState state, string text, int i, int until, int at, Action<Notice> say)
    {
        var c = text[i];
        if (state.Split != TagSplit.None)
        {
            TagSplits.Feed(ref state, c, say);
        }

        switch (state.Phase)
        {
            case HtmlPhase.Content:
                var open = text.AsSpan(i, until - i).IndexOf('<');
                if (open < 0)
                {
                    return until;
                }

                state.Phase = HtmlPhase.TagOpen;
                state.Opened = state.IsHidden ? state.Opened : at + i + open;
                return i + open + 1;
            case HtmlPhase.TagOpen or HtmlPhase.EndTagOpen or HtmlPhase.MarkupOpen or HtmlPhase.MarkupDash:
                return Open(ref state, c, i);
            case HtmlPhase.RawText:
                return TextMachine.Raw(ref state, text, i, until, say);
            case HtmlPhase.Declaration:
                state.Phase = c == '>' ? HtmlPhase.Content : HtmlPhase.Declaration;
                return i + 1;
            case HtmlPhase.Comment:
                CommentMachine.Comment(ref state, c);
                return i + 1;
            case HtmlPhase.Condition:
                CommentMachine.Condition(ref state, c);
                return i + 1;
            case HtmlPhase.Value:
                return Value(ref state, text, i, until, say);
            default:
                return Tag(ref state, c, i, say);
        }
    }

    private static int Open(ref HtmlState state, char c, int i)
    {
        var isEnd = state.Phase == HtmlPhase.EndTagOpen;
        switch (state.Phase)
        {
            case HtmlPhase.MarkupOpen when c == '-':
                state.Phase = HtmlPhase.MarkupDash;
                return i + 1;
            case HtmlPhase.MarkupDash when c == '-':
                CommentMachine.Begin(ref state);
                return i + 1;
            case HtmlPhase.MarkupOpen or HtmlPhase.MarkupDash:
                state.Phase = HtmlPhase.Declaration;
                return i;
        }

        if (char.IsAsciiLetter(c))
        {
            (state.Phase, state.Name, state.IsEndTag, state.Attribute, state.ScriptType) = (HtmlPhase.TagName, "", isEnd, "", "");
            return i;
        }

        // A '<' alone is text; '</' with anything but a name is a comment.
        if (isEnd || c is not ('/' or '!' or '?'))
        {
            state.Phase = isEnd ? HtmlPhase.Declaration : HtmlPhase.Content;
            return i;
        }

        state.Phase = c == '/' ? HtmlPhase.EndTagOpen : c == '!' ? HtmlPhase.MarkupOpen : HtmlPhase.Declaration;
        return i + 1;
    }

    private static int Tag(ref HtmlState state, char c, int i, Action<Notice> say)
    {
        if (c == '>')
        {
            EndTag(ref state);
            return i + 1;
        }

        var isSpace = IsSpace(c);
        switch (state.Phase)
        {
            case HtmlPhase.BeforeValue when isSpace:
                return i + 1;
            case HtmlPhase.BeforeValue:
                BeginValue(ref state, c is '"' or '\'' ? c : '\0');
                say(Notice.AddressBegins);
                return state.Quote == '\0' ? i : i + 1;
            case HtmlPhase.AttributeName or HtmlPhase.AfterName when c == '=':
                state.Phase = HtmlPhase.BeforeValue;
                return i + 1;
            case HtmlPhase.TagName when !isSpace && c != '/':
                state.Name = Longer(state.Name, c);
                return i + 1;
            case HtmlPhase.AttributeName when !isSpace && c != '/':
                state.Attribute = Longer(state.Attribute, c);
                return i + 1;
            case HtmlPhase.AttributeName or HtmlPhase.AfterName when isSpace:
                state.Phase = HtmlPhase.AfterName;
                return i + 1;
            case HtmlPhase.BeforeAttribute or HtmlPhase.AfterName when !isSpace && c != '/':
                (state.Phase, state.Attribute) = (HtmlPhase.AttributeName, char.ToLowerInvariant(c).ToString());
                return i + 1;
            default:
                state.Phase = HtmlPhase.BeforeAttribute;
                return i + 1;
        }
    }

    /// <summary>White space as HTML has it, between a tag's attributes.</summary>
    public static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    private static string Longer(string name, char c) => name.Length < MostLetters ? name + char.ToLowerInvariant(c) : name;

    /// <summary>A value begins, with a quote or without.</summary>
    public static void BeginValue(ref HtmlState state, char quote)
    {
        (state.Phase, state.Quote, state.Url, state.Css) = (HtmlPhase.Value, quote, default, default);
        state.Kind = AttributeKinds.Of(state.Name, state.Attribute, state.IsForeign);
    }

    private static int Value(ref HtmlState state, string text, int i, int until, Action<Notice> say)
    {
        var rest = text.AsSpan(i, until - i);
        var length = state.Quote == '\0' ? rest.IndexOfAny(ValueEnds) : rest.IndexOf(state.Quote);
        var end = length < 0 ? until : i + length;
        TextMachine.Value(ref state, text[i..end], isOpen: length < 0, say);
        if (length >= 0)
        {
            state.Phase = HtmlPhase.BeforeAttribute;
            return state.Quote == '\0' ? end : end + 1;
        }

        return end;
    }

    private static void EndTag(ref HtmlState state)
    {
        state.Phase = HtmlPhase.Content;
        if (state.Name is "svg" or "math")
        {
            state.Foreign = state.Foreign == HtmlState.MostForeign ? state.Foreign : Math.Max(0, state.Foreign + (state.IsEndTag ? -1 : 1));
        }

        var isText = !state.IsEndTag && TextElements.Contains(state.Name) && !(state.IsForeign && state.Name is not ("style" or "script"));
        if (!isText)
        {
            return;
        }

        (state.Phase, state.Css, state.Json) = (HtmlPhase.RawText, default, default);
        state.Raw = state.Name switch
        {
            "style" => RawKind.Css,
            "script" => IsJson(state.ScriptType) ? RawKind.Json : RawKind.Script,
            _ => RawKind.Text,
        };
    }

    private static bool IsJson(string type)
    {
        var name = type.Split(';')[0].Trim();
        return name.Equals("application/json", StringComparison.OrdinalIgnoreCase) || name.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
