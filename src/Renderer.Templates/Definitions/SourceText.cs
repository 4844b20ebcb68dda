using Renderer.Templates.Checks;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>A piece of source and where it stands: a whole file, or a value inside a YAML file.</summary>
/// <param name="Text">The source.</param>
/// <param name="File">Relative to the workspace's folder; null for a draft.</param>
/// <param name="Part">The part or block that it is; null for a rule of segments.yaml.</param>
internal sealed record SourceText(string Text, string? File, string? Part)
{
    /// <summary>What of it stands in templates of amp-mustache; null unless it was masked, see <see cref="Amp.Mustache"/>.</summary>
    public IReadOnlyList<(int From, int To)>? Mustache { get; init; }

    /// <summary>Whether an offset is in a template of amp-mustache.</summary>
    public bool IsInMustache(int at) => Mustache?.Any(hole => at >= hole.From && at < hole.To) == true;

    /// <summary>It as its author wrote it, where some of it was replaced; null where nothing was.</summary>
    public SourceText? Written { get; init; }

    /// <summary>What was replaced, in order.</summary>
    public IReadOnlyList<SourceChange> Changes { get; init; } = [];

    /// <summary>Its author's text.</summary>
    public string Original => Written?.Text ?? Text;

    /// <summary>The line of its first character.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The column of its first character.</summary>
    public int Column { get; init; } = 1;

    /// <summary>The column at which its further lines begin.</summary>
    public int Indent { get; init; } = 1;

    public static SourceText In(YamlText node, string? file, string? part) =>
        new(node.Value, file, part) { Line = node.TextLine, Column = node.TextColumn, Indent = node.TextColumn };

    /// <summary>Where a place in the text is in the file; both counted from 0, a negative line is the end.</summary>
    public Place At(int line, int column) =>
        line < 0 ? At(Text.Length) : Written is not null ? At(Offset(line, column)) : line == 0 ? new(File, Part, Line, Column + column) : new(File, Part, Line + line, Indent + column);

    /// <summary>Where an offset in the text is in the file.</summary>
    public Place At(int offset)
    {
        if (Written is not null)
        {
            return Written.At(Math.Min(Written.Text.Length, Unchanged(offset)));
        }

        var before = Text.AsSpan(0, offset);
        return At(before.Count('\n'), offset - (before.LastIndexOf('\n') + 1));
    }

    // In the author's text; what was replaced is where it began.
    private int Unchanged(int offset)
    {
        var change = Changes.LastOrDefault(change => change.At <= offset);
        return change.Length == 0 ? offset : offset < change.At + change.Length ? change.From : offset - change.At - change.Length + change.From + change.Was;
    }

    private int Offset(int line, int column)
    {
        var start = 0;
        for (; line > 0 && Text.IndexOf('\n', start) is var end and >= 0; line--)
        {
            start = end + 1;
        }

        return Math.Min(Text.Length, start + column);
    }
}

/// <summary>A stretch of a source that was replaced.</summary>
/// <param name="At">Where it is now.</param>
/// <param name="Length">How long it is now.</param>
/// <param name="From">Where it was.</param>
/// <param name="Was">How long it was.</param>
internal readonly record struct SourceChange(int At, int Length, int From, int Was);
