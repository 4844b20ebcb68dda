namespace Renderer.Templates.Html;

/// <summary>How much of a link's address the source tells.</summary>
internal enum LinkKind
{
    /// <summary>All of it.</summary>
    Literal,

    /// <summary>Nothing: it is one piece of code.</summary>
    Dynamic,

    /// <summary>Text with code in it.</summary>
    Mixed,
}

/// <summary>A link by its place: an address as it stands in the HTML, quotes not counted.</summary>
/// <param name="Start">The address's first character.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Kind">How much of it the source tells.</param>
/// <param name="IsQuoted">It stands in quotes.</param>
/// <param name="Tag">The element, in lower case.</param>
/// <param name="TagEnd">Behind the element's start tag.</param>
internal readonly record struct MailLink(int Start, int Length, LinkKind Kind, bool IsQuoted, string Tag, int TagEnd)
{
    public int End => Start + Length;
}
