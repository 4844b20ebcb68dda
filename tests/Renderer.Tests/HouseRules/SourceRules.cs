using System.Text.RegularExpressions;

namespace Renderer.Tests.HouseRules;

/// <summary>Rules over text: a path and what stands in it, faults out.</summary>
internal static partial class SourceRules
{
    private const int MostLines = 300;

    /// <summary>Longer ones are split where an idea ends, not where a line does.</summary>
    public static IEnumerable<string> Size(string path, string text)
    {
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        if (lines > MostLines)
        {
            yield return $"{path} has {lines} lines; the cap is {MostLines}";
        }
    }

    /// <summary>Names that say nothing of what a thing is.</summary>
    public static IEnumerable<string> Names(string path, string text) =>
        Declaration().Matches(text).Select(match => match.Groups["name"].Value)
            .Append(Path.GetFileNameWithoutExtension(path))
            .Where(name => EmptySuffix().IsMatch(name)).Distinct()
            .Select(name => $"{path}: {name} ends in a word that says nothing; name what it does");

    /// <summary>Work that is put off, and tests that do not run.</summary>
    public static IEnumerable<string> Unfinished(string path, string text) =>
        PutOff().Matches(text).Select(match => $"{path}:{Line(text, match)}: {match.Value.Trim()}");

    /// <summary>A warning is mended, or silenced at its place with a reason.</summary>
    public static IEnumerable<string> Silenced(string path, string text) =>
        Silencing().Matches(text).Where(match => !match.Groups["reason"].Success)
            .Select(match => $"{path}:{Line(text, match)}: a silenced warning without a reason");

    /// <summary>A path of somebody's machine.</summary>
    public static IEnumerable<string> MachinePaths(string path, string text) =>
        MachinePath().Matches(text).Select(match => $"{path}:{Line(text, match)}: '{match.Value}' is a path of a machine");

    private static int Line(string text, Match match) => text.AsSpan(0, match.Index).Count('\n') + 1;

    [GeneratedRegex(@"^(?![ \t]*//)[^""\r\n]*?\b(?:class|struct|interface|enum|record(?: (?:class|struct))?)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("(?:Service|Services|Manager|Helper|Helpers|Util|Utils|Utility|Utilities|Processor|Base|Impl)$")]
    private static partial Regex EmptySuffix();

    // The words are put together here so that this file does not find itself.
    [GeneratedRegex(@"\b(?:TO" + @"DO|FIX" + @"ME)\b|NotImplemented" + @"Exception|\[(?:Fact|Theory)\([^)]*\bSkip\w*\s*=|Assert\.Skip")]
    private static partial Regex PutOff();

    [GeneratedRegex(@"^[ \t]*#pragma warning disable[^\r\n/]*(?<reason>// \w+ \w+.*)?|^[ \t]*\[[^\]]*SuppressMessage\((?:(?!\)\]).)*?(?:\)\]|(?<reason>Justification = ""\w+ ))", RegexOptions.Multiline)]
    private static partial Regex Silencing();

    [GeneratedRegex(@"(?<![\w.~}*])/(?:work|root|home|Users|mnt)/[\w.]+|\b[A-Z]:\\(?:Users|src|dev)\\")]
    private static partial Regex MachinePath();
}
