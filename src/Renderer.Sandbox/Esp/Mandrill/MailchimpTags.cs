using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Renderer.Sandbox.Esp.Mandrill;

/// <summary>Mailchimp's merge language: <c>*|NAME|*</c>, <c>*|IF:NAME=x|*</c>, <c>*|ELSE:|*</c>, <c>*|END:IF|*</c>, and a few that change letters. Nothing is escaped.</summary>
internal static partial class MailchimpTags
{
    /// <summary>Renders; tags that name nothing known stay as they are, as they do at Mandrill.</summary>
    public static string Render(string text, IReadOnlyDictionary<string, JsonElement> variables)
    {
        var result = new StringBuilder();
        var shown = new Stack<(bool Now, bool Done)>();
        var at = 0;
        foreach (var tag in Tag().EnumerateMatches(text))
        {
            Write(text[at..tag.Index]);
            at = tag.Index + tag.Length;
            var inner = text.Substring(tag.Index + 2, tag.Length - 4);
            var (name, rest) = inner.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (inner[..colon], inner[(colon + 1)..]) : (inner, "");
            switch (name.ToUpperInvariant())
            {
                case "IF" or "IFNOT":
                    var holds = Holds(rest, variables) == (name.Length == 2);
                    shown.Push((holds, holds));
                    break;
                case "ELSEIF" when shown.Count > 0:
                    var (_, before) = shown.Pop();
                    var now = !before && Holds(rest, variables);
                    shown.Push((now, before || now));
                    break;
                case "ELSE" when shown.Count > 0:
                    var (_, done) = shown.Pop();
                    shown.Push((!done, true));
                    break;
                case "END" when shown.Count > 0:
                    shown.Pop();
                    break;
                default:
                    Write(Value(name, rest, variables) ?? text.Substring(tag.Index, tag.Length));
                    break;
            }
        }

        Write(text[at..]);
        return result.ToString();

        void Write(string part)
        {
            if (shown.All(block => block.Now))
            {
                result.Append(part);
            }
        }
    }

    private static string? Value(string name, string rest, IReadOnlyDictionary<string, JsonElement> variables) => name.ToUpperInvariant() switch
    {
        "UPPER" => Find(rest, variables)?.ToUpperInvariant(),
        "LOWER" => Find(rest, variables)?.ToLowerInvariant(),
        "TITLE" => Find(rest, variables) is { } text ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text) : null,
        "HTML" => Find(rest, variables),
        "URL" => Find(rest, variables) is { } url ? Uri.EscapeDataString(url) : null,
        _ => rest.Length == 0 ? Find(name, variables) : null,
    };

    private static string? Find(string name, IReadOnlyDictionary<string, JsonElement> variables) =>
        variables.TryGetValue(name, out var value) ? value.Scalar() ?? (value.IsThere() ? value.GetRawText() : "") : null;

    // NAME, NAME=value, NAME!=value, NAME>1, NAME<1.
    private static bool Holds(string condition, IReadOnlyDictionary<string, JsonElement> variables)
    {
        var at = condition.AsSpan().IndexOfAny("=!<>");
        if (at < 0)
        {
            return Find(condition, variables) is { Length: > 0 } and not ("0" or "false");
        }

        var left = Find(condition[..at].Trim(), variables) ?? "";
        var operation = condition[at] == '!' ? "!=" : condition[at].ToString();
        var right = condition[(at + operation.Length)..].Trim();
        return operation switch
        {
            "=" => left == right,
            "!=" => left != right,
            ">" => Number(left) > Number(right),
            _ => Number(left) < Number(right),
        };
    }

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    [GeneratedRegex(@"\*\|[^|\r\n]+\|\*", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
