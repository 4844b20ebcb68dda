using System.Text.RegularExpressions;

namespace Renderer.Server.Send;

/// <summary>Recognises what an ESP leaves behind where it merged nobody: such a call is a proof, not a person (contract section 2).</summary>
internal static partial class Placeholder
{
    /// <summary>
    /// Mailchimp and its test sends, Liquid, Handlebars, Django and HubL (Braze, Iterable, Customer.io, Klaviyo, OneSignal, Brevo, Airship, HubSpot, Journey
    /// Optimizer, Marketo, SendGrid), SFMC and Responsys, Mailgun, Campaign Classic, Velocity, substitution strings.
    /// </summary>
    public static bool Stands(string value) =>
        value.AsSpan().TrimStart() is [var first, ..] && First.Contains(first) && Pattern().IsMatch(value);

    // Hardly any value begins like one.
    private const string First = "*{_%[<$";

    [GeneratedRegex(
        @"^\s*(\*\|.*\|\*|<<.*>>|\{\{.*\}\}|\{%.*%\}|__\w+__|%%.*%%|%recipient(_\w+|\..*)?%|\[%.*%\]|<%.*%>|\$!?\{.*\}|\$!?lead\.\w+|\[\[.*\]\]|\[[A-Za-z][A-Za-z_ ]*\])\s*$",
        RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
