namespace Renderer.Templates.Amp;

/// <summary>An element that is open.</summary>
/// <param name="tag">Its tag.</param>
/// <param name="rule">Null where it is not allowed.</param>
/// <param name="isGood">It broke no rule itself; of one that did, the children are not judged.</param>
internal sealed class AmpOpenTag(WrittenTag tag, AmpTag? rule, bool isGood)
{
    public WrittenTag Tag => tag;

    public AmpTag? Rule => rule;

    public bool IsGood => isGood;

    public int Children { get; set; }
}

/// <summary>The elements that are open, as HTML closes them: with their end tags, and some by themselves.</summary>
internal sealed class AmpOpenTags
{
    private static readonly HashSet<string> Voids = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    private static readonly HashSet<string> EndingParagraphs =
    [
        "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    ];

    // What a start tag closes of what is open directly around it.
    private static readonly Dictionary<string, string[]> Closes = new(StringComparer.Ordinal)
    {
        ["li"] = ["li"],
        ["dt"] = ["dt", "dd"],
        ["dd"] = ["dt", "dd"],
        ["option"] = ["option"],
        ["optgroup"] = ["option", "optgroup"],
        ["td"] = ["td", "th"],
        ["th"] = ["td", "th"],
        ["tr"] = ["td", "th", "tr"],
        ["tbody"] = ["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"],
        ["thead"] = ["caption", "colgroup"],
        ["tfoot"] = ["td", "th", "tr", "tbody", "thead", "caption", "colgroup"],
        ["body"] = ["head"],
    };

    private const string Submitting = "submitting";
    private readonly List<AmpOpenTag> tags = [];

    // How many of a name are open: looking through them for each attribute would take the square of their depth.
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private int submitting;
    private bool hasBody;

    /// <summary>What the next tag stands in; null at the top.</summary>
    public AmpOpenTag? Parent => tags.Count > 0 ? tags[^1] : null;

    /// <summary>The head is open, or the body is not yet.</summary>
    public bool IsInHead => !hasBody && (Parent?.Tag.Name is "head" or "html");

    public static bool IsVoid(string name) => Voids.Contains(name);

    /// <summary>An element of this name is open; <c>submitting</c> is that part of a form.</summary>
    public bool IsIn(string name) => IsOpen(name) || (name == Submitting && submitting > 0);

    public void Push(AmpOpenTag tag)
    {
        tags.Add(tag);
        Tally(tag, 1);
        hasBody |= tag.Tag.Name == "body";
    }

    /// <summary>Closes what a start tag closes.</summary>
    public void Before(string name, Action<AmpOpenTag> closed)
    {
        if (Parent?.Tag.Name == "p" && EndingParagraphs.Contains(name))
        {
            Pop(closed);
        }

        while (Parent is { } parent && Closes.TryGetValue(name, out var ends) && ends.Contains(parent.Tag.Name))
        {
            Pop(closed);
        }
    }

    /// <summary>An end tag; "" is the document's end.</summary>
    public void End(string name, Action<AmpOpenTag> closed)
    {
        var at = name.Length == 0 ? 0 : IsOpen(name) ? tags.FindLastIndex(tag => tag.Tag.Name == name) : -1;
        while (at >= 0 && tags.Count > at)
        {
            Pop(closed);
        }
    }

    /// <summary>A tag begins in what is open: whether it may, as its child.</summary>
    public void Count(WrittenTag tag, AmpTag? rule, bool isSource, List<AmpFault> faults)
    {
        if (Parent is not { IsGood: true, Rule: { } around } parent)
        {
            return;
        }

        parent.Children++;
        var name = tag.Name;
        if (around.Children.Count > 0 && !around.Children.Contains(name))
        {
            faults.Add(new AmpFault("DISALLOWED_CHILD_TAG_NAME", tag.At, $"<{name}> cannot stand in <{around.Name}> directly; only {Listed(around.Children)} can."));
        }
        else if (rule is not null && !isSource && around.First.Count > 0 && parent.Children == 1 && !around.First.Contains(name))
        {
            faults.Add(new AmpFault("DISALLOWED_FIRST_CHILD_TAG_NAME", tag.At, $"<{around.Name}> begins with {Listed(around.First)}, not with <{name}>."));
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"<{name}>"));

    private bool IsOpen(string name) => counts.GetValueOrDefault(name) > 0;

    private void Tally(AmpOpenTag tag, int by)
    {
        counts[tag.Tag.Name] = counts.GetValueOrDefault(tag.Tag.Name) + by;
        submitting += tag.Rule?.When?.Name == Submitting ? by : 0;
    }

    private void Pop(Action<AmpOpenTag> closed)
    {
        var last = tags[^1];
        tags.RemoveAt(tags.Count - 1);
        Tally(last, -1);
        closed(last);
    }
}
