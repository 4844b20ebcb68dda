using System.Text.RegularExpressions;

namespace Renderer.Server.Send;

/// <summary>Recognises what an ESP leaves behind where it merged nobody: such a call is a proof, not a person (contract section 2).</summary>
internal static partial class Placeholder
{
    /// <summary>Mailchimp, Liquid and Handlebars, its test sends, SFMC and Responsys, Mailgun and Campaign Classic.</summary>
    public static bool Stands(string value) =>
        value.AsSpan().TrimStart() is [var first, ..] && First.Contains(first) && Pattern().IsMatch(value);

    // Hardly any value begins like one.
    private const string First = "*{_%[<$";

    [GeneratedRegex(
        @"^\s*(\*\|.*\|\*|\{\{.*\}\}|\{%.*%\}|__\w+__|%%.*%%|%recipient\..*%|\[%.*%\]|<%.*%>|\$\{.*\}|\[\[.*\]\])\s*$",
        RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
