using System.Globalization;
using System.Text;

namespace Renderer.Tests.Templates;

/// <summary>A mail of about 30 KB with some 160 dynamic places, as large ones are: rows of a table, half of them with code.</summary>
internal static class LargeMail
{
    public const string Yaml = "subject: \"{{ profile.first_name }}, mail {0}\"\nfailure: {fallback: drop}\n";

    /// <summary>The files of a template; each number gives another mail.</summary>
    public static IEnumerable<(string Path, string Text)> Files(int number, string language = "scriban")
    {
        var name = $"mail-{number:0000}";
        yield return ($"{name}/template.yaml", $"language: {language}\n" + Yaml.Replace("{0}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        yield return ($"{name}/body.html", Html(number, language == "liquid"));
    }

    public static string Html(int number, bool isLiquid = false)
    {
        var html = new StringBuilder($"<!doctype html>\n<html lang=\"en\">\n<head><title>Mail {number}</title></head>\n<body>\n<table role=\"presentation\" width=\"100%\">\n");
        for (var row = 0; row < 53; row++)
        {
            html.Append(CultureInfo.InvariantCulture, $"""
                <tr>
                <td class="cell" align="left" valign="top" style="padding:12px 24px;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:24px;color:#2a2721">
                <p style="margin:0 0 12px">Row {row} of mail {number}: the kettle is on, and the second shelf has what you were looking for last week.</p>
                <a href="https://shop.people.example/things/{row}?p=[[ profile.first_name ]]" title="[[ profile.city ]]" style="color:#9c3f23">[[ profile.attribute_{row} ]]</a>
                (% if profile.tier == 'gold' %)<b>A chair is kept for you.</b>(% end %)
                </td>
                </tr>

                """);
        }

        html.Append("(% for item in profile.items %)<p>[[ item.name ]]: [[ item.price ]]</p>(% end %)\n</table>\n</body>\n</html>\n");
        html.Replace("[[", "{{").Replace("]]", "}}").Replace("(%", isLiquid ? "{%" : "{{").Replace("%)", isLiquid ? "%}" : "}}");
        return isLiquid
            ? html.Replace("<b>A chair is kept for you.</b>{% end %}", "<b>A chair is kept for you.</b>{% endif %}").Replace("</p>{% end %}", "</p>{% endfor %}").ToString()
            : html.ToString();
    }
}
