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
        new("escape_once", 0, 0, (call, v) => v is Markup ? v : call.Marked(Unescaped().Replace(Values.Text(v), m => HtmlText.Encode(m.Value)))),
        new("newline_to_br", 0, 0, (call, v) =>
            call.Marked((v is Markup || !call.Frame.Escapes ? Values.Text(v) : HtmlText.Encode(Values.Text(v))).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "<br />\n", StringComparison.Ordinal))),
        new("strip_html", 0, 0, (_, v) => Tag().Replace(Block().Replace(Values.Text(v), ""), "")),
        new("raw", 0, 0, (_, v) => new Markup(Values.Text(v))),
    ];

    private static object? Escape(Call call, object? value) => value is Markup ? value : value is null ? null : call.Marked(HtmlText.Encode(Values.Text(value)));

    // A look-ahead has no non-backtracking form; this one cannot run away: it looks at one name.
    [GeneratedRegex("[\"><']|&(?!([a-zA-Z]{1,32}|#\\d{1,8});)", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Unescaped();

    [GeneratedRegex("<script.*?</script>|<!--.*?-->|<style.*?</style>", RegexOptions.Singleline | RegexOptions.NonBacktracking, 100)]
    private static partial Regex Block();

    [GeneratedRegex("<.*?>", RegexOptions.Singleline | RegexOptions.NonBacktracking, 100)]
    private static partial Regex Tag();
}
