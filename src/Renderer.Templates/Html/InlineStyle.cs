using System.Globalization;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Html;

/// <summary>The declarations of one style attribute, names in lower case; the last of a name counts.</summary>
internal sealed partial class InlineStyle
{
    private readonly Dictionary<string, string> declarations = new(StringComparer.Ordinal);

    public InlineStyle(string text)
    {
        foreach (Match one in Declaration().Matches(text))
        {
            declarations[one.Groups[1].Value.ToLowerInvariant()] = one.Groups[2].Value.Replace("!important", "", StringComparison.OrdinalIgnoreCase).Trim();
        }
    }

    public string? this[string name] => declarations.GetValueOrDefault(name);

    /// <summary>A size in pixels; null when it is absent, or in a unit that depends on others.</summary>
    public double? Pixels(string name) =>
        this[name] is { } text && Size().Match(text) is { Success: true } size
            ? double.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture) * (size.Groups[2].Value.Equals("pt", StringComparison.OrdinalIgnoreCase) ? 4 / 3.0 : 1)
            : null;

    [GeneratedRegex(@"([\w-]+)\s*:\s*((?:[^;(]|\([^)]*\))+)", RegexOptions.NonBacktracking)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)(px|pt)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
