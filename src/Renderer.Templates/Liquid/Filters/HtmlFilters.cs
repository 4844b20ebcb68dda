using System.Text;
using System.Text.RegularExpressions;
using Renderer.Templates.Html;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Escaping, and markup made of text: what they give is not escaped again.</summary>
internal static partial class HtmlFilters
{
    public static readonly Filter[] All =
    [
        new("escape", 0, 0, (call, v) => Escape(call, v)),
        new("h", 0, 0, (call, v) => Escape(call, v)),
        new("escape_once", 0, 0, (call, v) => v is Markup ? v : call.Marked(Once(call, Values.Text(v)))),
        new("newline_to_br", 0, 0, (call, v) =>
            call.Marked((v is Markup || !call.Run.Escapes ? Values.Text(v) : call.Encoded(Values.Text(v))).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "<br />\n", StringComparison.Ordinal))),
        new("strip_html", 0, 0, (_, v) => Tag().Replace(Block().Replace(Values.Text(v), ""), "")),
        new("raw", 0, 0, (_, v) => new Markup(Values.Text(v))),
    ];

    private static object? Escape(Call call, object? value) => value is Markup ? value : value is null ? null : call.Marked(call.Run.Escapes ? call.Encoded(Values.Text(value)) : HtmlText.Encode(Values.Text(value)));

    // References stay; what stands between them is escaped.
    private static string Once(Call call, string text)
    {
        if (!call.Run.Escapes)
        {
            return Unescaped().Replace(text, m => HtmlText.Encode(m.Value));
        }

        var all = new StringBuilder();
        var from = 0;
        foreach (var reference in Reference().EnumerateMatches(text))
        {
            all.Append(call.Encoded(text[from..reference.Index])).Append(text.AsSpan(reference.Index, reference.Length));
            from = reference.Index + reference.Length;
        }

        return all.Append(call.Encoded(text[from..])).ToString();
    }

    [GeneratedRegex("&([a-zA-Z]{1,32}|#\\d{1,8});", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 100)]
    private static partial Regex Reference();

    // A look-ahead has no non-backtracking form; this one cannot run away: it looks at one name.
    [GeneratedRegex("[\"><']|&(?!([a-zA-Z]{1,32}|#\\d{1,8});)", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Unescaped();

    [GeneratedRegex("<script.*?</script>|<!--.*?-->|<style.*?</style>", RegexOptions.Singleline | RegexOptions.NonBacktracking, 100)]
    private static partial Regex Block();

    [GeneratedRegex("<.*?>", RegexOptions.Singleline | RegexOptions.NonBacktracking, 100)]
    private static partial Regex Tag();
}
