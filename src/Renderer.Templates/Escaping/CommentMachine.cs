namespace Renderer.Templates.Escaping;

/// <summary>Walks comments, and finds the ends of conditional ones.</summary>
internal static class CommentMachine
{
    private const string Opening = "<!--";
    private const string Conditional = "<!--[if";

    /// <summary>Begins after "&lt;!--".</summary>
    public static void Begin(ref HtmlState state) => (state.Phase, state.Tail) = (HtmlPhase.Comment, Opening);

    /// <summary>One character of a comment.</summary>
    public static void Comment(ref HtmlState state, char c)
    {
        // "<!-->" and "<!--->" are whole comments, too.
        if (c == '>' && Closes(state.Tail))
        {
            (state.Phase, state.Tail) = (HtmlPhase.Content, "");
            return;
        }

        var tail = state.Tail + c;
        if (tail.Equals(Conditional, StringComparison.OrdinalIgnoreCase))
        {
            (state.Phase, state.Tail) = (HtmlPhase.Condition, "");
        }
        else if (state.Tail != Opening || !char.IsWhiteSpace(c))
        {
            state.Tail = tail == Opening + "-" || Conditional.StartsWith(tail, StringComparison.OrdinalIgnoreCase) ? tail : Last(tail);
        }
    }

    /// <summary>One character of a conditional comment's condition.</summary>
    public static void Condition(ref HtmlState state, char c)
    {
        var tail = state.Tail + c;
        (state.Phase, state.IsHidden, state.Tail) =
            tail.EndsWith("-->", StringComparison.Ordinal) ? (HtmlPhase.Content, false, "")
            : tail.EndsWith("]>", StringComparison.Ordinal) ? (HtmlPhase.Content, true, "")
            : (HtmlPhase.Condition, false, Last(tail));
    }

    /// <summary>The '>' that ends the conditional comment; -1 when it is not in this text.</summary>
    public static int End(string tail, string text, int from)
    {
        for (var i = text.IndexOf('>', from); i >= 0; i = text.IndexOf('>', i + 1))
        {
            if (Closes(i - from >= 3 ? text.AsSpan(i - 3, 3) : tail + text[from..i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>As much as an end could have begun with.</summary>
    public static string Last(string text) => text[Math.Max(0, text.Length - 3)..];

    private static bool Closes(ReadOnlySpan<char> before) =>
        before.EndsWith("--", StringComparison.Ordinal) || before.EndsWith("--!", StringComparison.Ordinal) || before is Opening + "-";
}
