using System.Text.RegularExpressions;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>The links in rendered parts.</summary>
internal static partial class LinkTokenText
{
    /// <summary>A part without the tokens of its links: equal for equal content.</summary>
    public static string? Bare(string? part) => part is null ? null : Token().Replace(part, "/${kind}/token");

    [GeneratedRegex(@"/(?<kind>[icowau])/[a-z2-7]{40,200}(?:\.[a-z]{3})?(?:\?d=[A-Za-z0-9_-]+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
