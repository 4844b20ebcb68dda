using System.Net;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Html;

/// <summary>Finds the title of an HTML document.</summary>
internal static partial class HtmlTitle
{
    /// <summary>The title's text; null when there is none.</summary>
    public static string? Find(string html) =>
        Match(html) is { Success: true } match && !string.IsNullOrWhiteSpace(match.Groups[1].Value) ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    /// <summary>The title's content, group 1, where it stands.</summary>
    public static Match Match(string html) => Title().Match(html);

    [GeneratedRegex("<title[^>]*>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Title();
}
