namespace Renderer.Templates.Escaping;

/// <summary>Branches ended at different places of a tag.</summary>
internal enum TagSplit
{
    None,

    /// <summary>Only a '=' would be read in two ways.</summary>
    Equals,

    /// <summary>Anything but white space and the tag's end would be read in two ways.</summary>
    Word,
}

/// <summary>Goes on with a tag that branches ended at different places of.</summary>
internal static class TagSplits
{
    /// <summary>Looks at the next character of the tag, before it is walked.</summary>
    public static void Feed(ref HtmlState state, char c, Action<Notice> say)
    {
        var isSpace = HtmlMachine.IsSpace(c);
        var wasWord = state.Split == TagSplit.Word;
        if (wasWord && c == '/')
        {
            return;
        }

        var isUnclear = wasWord ? !isSpace && c != '>' && !(c == '=' && state.Phase == HtmlPhase.AttributeName) : c == '=';
        state.Split = !isSpace ? TagSplit.None
            : !wasWord || state.Phase == HtmlPhase.AfterName ? TagSplit.Equals
            : TagSplit.None;
        if (isUnclear)
        {
            say(Notice.TagUnclear);
        }
    }
}
