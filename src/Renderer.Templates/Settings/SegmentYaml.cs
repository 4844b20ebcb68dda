using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads what a connection to Segment's Profile API is told beside what all are.</summary>
internal static partial class SegmentYaml
{
    public static SegmentSettings Read(Section section) => new()
    {
        Space = section.Text("space", Space().IsMatch, "value_invalid", "a space's id, as Unify's settings show it"),
        LowercaseIds = section.Bool("lowercase_ids") ?? false,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
