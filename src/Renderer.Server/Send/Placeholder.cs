using System.Text.RegularExpressions;

namespace Renderer.Server.Send;

/// <summary>Recognises what an ESP leaves behind where it merged nobody: such a call is a proof, not a person (contract section 2).</summary>
internal static partial class Placeholder
{
    /// <summary>Mailchimp, Liquid and Handlebars, its test sends, SFMC and Responsys, Mailgun and Campaign Classic.</summary>
    public static bool Stands(string value) => Pattern().IsMatch(value);

    [GeneratedRegex(
        @"^\s*(\*\|.*\|\*|\{\{.*\}\}|\{%.*%\}|__\w+__|%%.*%%|%recipient\..*%|\[%.*%\]|<%.*%>|\$\{.*\}|\[\[.*\]\])\s*$",
        RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
