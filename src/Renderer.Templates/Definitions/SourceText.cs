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
        line < 0 ? At(Text.Length) : line == 0 ? new(File, Part, Line, Column + column) : new(File, Part, Line + line, Indent + column);

    /// <summary>Where an offset in the text is in the file.</summary>
    public Place At(int offset)
    {
        var before = Text.AsSpan(0, offset);
        return At(before.Count('\n'), offset - (before.LastIndexOf('\n') + 1));
    }
}
