using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>What could be read in two ways, by which branch was taken, which turn was left, or which value is missing, is refused.</summary>
public sealed class TwoReadingsTests
{
    [Theory]
    [InlineData("<td{{ if x }} class=\"a\"{{ end }}¦id=\"{{ v }}\">", "branches_differ")]
    [InlineData("<p {{ if x }}title=a{{ end }}¦b=\"{{ v }}\">", "branches_differ")]
    [InlineData("<td{{ if x }} class=\"a\"{{ end }}¦\u00a0id=\"{{ v }}\">", "branches_differ")]
    [InlineData("<p {{ if x }}title=a{{ end }}{{ ¦v }}>", "place_attribute_name")]
    [InlineData("<{{ if x }}a{{ else }}s{{ end }}¦tyle>{{ v }}</style>", "branches_differ")]
    [InlineData("<p {{ if x }}ab{{ else }}o{{ end }}¦nclick=\"{{ v }}\">", "branches_differ")]
    [InlineData("<p {{ if x }}title {{ else }}class=\"a\" {{ end }}¦='{{ v }}'>", "branches_differ")]
    [InlineData("<script {{ if x }}type{{ else }}id{{ end }}=\"application/json\">{{ ¦v }}</script>", "place_script")]
    [InlineData("<td{{ for c in l }} class=a{{ break }}{{ end }}¦id=\"{{ v }}\">", "branches_differ")]
    [InlineData("<td{{ while x }} class=a{{ if y }}{{ continue }}{{ end }} id=b {{ end }}¦id=\"{{ v }}\">", "branches_differ")]
    public void A_tag_goes_on_after_branches_with_a_space_or_its_end(string source, string code) => Refused(source, code);

    [Theory]
    [InlineData("<a href=\"{{ if p }}{{ p }}{{ else }}https{{ end }}¦://{{ w }}\">", "place_scheme")]
    [InlineData("<a href=\"{{ if p }}{{ p }}{{ end }}¦:{{ w }}\">", "place_scheme")]
    [InlineData("<a href=\"{{ v }}{{ w }}¦:{{ x }}\">", "place_scheme")]
    [InlineData("<a href=\"{{ for s in l }}{{ s }}{{ end }}¦:{{ w }}\">", "place_scheme")]
    [InlineData("<a href=\"{{ for s in l }}{{ s }}{{ break }}{{ end }}¦:{{ w }}\">", "place_scheme")]
    [InlineData("<a href=\"{{ for s in l }}{{ s }}{{ if s }}{{ continue }}{{ end }}?{{ end }}¦:{{ w }}\">", "place_scheme")]
    [InlineData("<p style=\"background:url({{ v }}{{ w }}¦:{{ x }})\">", "place_scheme")]
    [InlineData("<a href=\"{{ v }}javascript:{{ ¦w }}\">", "place_script")]
    [InlineData("<a href=\"javascript{{ v }}:{{ ¦w }}\">", "place_script")]
    [InlineData("<a href=\"{{ v }} java{{ if x }}s{{ else }}z{{ end }}cript:{{ ¦w }}\">", "place_script")]
    [InlineData("<a href=\"{{ if x }}java{{ else }}live{{ end }}script:{{ ¦w }}\">", "place_script")]
    [InlineData("<a href=\"java&Tab;script&colon;{{ ¦w }}\">", "place_script")]
    [InlineData("¦<a href=\"javascript&#58{{ w }}\">", "place_reference")]
    [InlineData("<a href=\"{{ v }}¦&#{{ w }}\">", "place_reference")]
    public void A_scheme_is_written_out(string source, string code) => Refused(source, code);

    [Theory]
    [InlineData("<p title=\"{{ ¦break }}\">x</p>", "part_unclosed")]
    [InlineData("<!--[if mso]>{{ ¦break }}<![endif]-->", "part_unclosed")]
    [InlineData("{{ for x in l }}{{ capture c }}<p title=\"{{ ¦break }}\">{{ end }}{{ end }}", "part_unclosed")]
    [InlineData("<a href=\"{{ for s in l }}{{ s }}{{ capture c }}{{ break }}{{ end }}/{{ end }}¦:{{ w }}\">", "place_scheme")]
    [InlineData("<a href=\"{{ for s in l }}{{ s }}{{ capture o.c }}{{ break }}{{ end }}/{{ end }}¦:{{ w }}\">", "place_scheme")]
    [InlineData("{{ for x in l }}{{ func f }}<p title=\"{{ ¦break }}\">{{ end }}{{ end }}", "part_unclosed")]
    [InlineData("{{ for x in l }}<p title=\"{{ with o }}{{ ¦break }}{{ end }}\">{{ end }}", "branches_differ")]
    [InlineData("<p title=\"{{ ¦ret }}\">x</p>", "part_unclosed")]
    [InlineData("<p title=\"{{ if x }}{{ ¦ret v }}{{ end }}\">x</p>", "part_unclosed")]
    [InlineData("<p title=\"{{ for x in l }}{{ capture c }}{{ ¦ret }}{{ end }}{{ end }}\">x</p>", "part_unclosed")]
    [InlineData("{{ func f }}<p title=\"{{ ¦ret }}\">{{ end }}", "part_unclosed")]
    [InlineData("<!-- -{{ ¦if x }}-{{ end }}> <a href='{{ v }}'> -->", "branches_differ")]
    [InlineData("<p title=\"{{ ¦tablerow x in l }}{{ x }}{{ end }}\">", "part_unclosed")]
    public void A_statement_that_leaves_closes_what_is_open(string source, string code) => Refused(source, code);

    [Theory]
    [InlineData("<p title=\"{% ¦break %}\">x</p>", "part_unclosed")]
    [InlineData("{% for x in l %}<p title=\"{% ifchanged %}{% ¦break %}{% endifchanged %}\">{% endfor %}", "branches_differ")]
    [InlineData("{% for x in l %}<p title=\"{% case x %}{% when y %}{% ¦break %}{% endcase %}\">{% endfor %}", "branches_differ")]
    [InlineData("<p title=\"{% for x in l %}{% else %}{% ¦break %}{% endfor %}\">", "part_unclosed")]
    [InlineData("<a href=\"{% for s in l %}{{ s }}{% break %}{% endfor %}¦:{{ w }}\">", "place_scheme")]
    [InlineData("<td{% if x %} class=\"a\"{% endif %}¦id=\"{{ v }}\">", "branches_differ")]
    public void Liquid_is_walked_alike(string source, string code) => Refused(source, code, isLiquid: true);

    [Theory]
    [InlineData("<style>a{content:\"\\{{ ¦v }}\"}</style>", "place_script")]
    [InlineData("<p style='content:\"\\{{ ¦v }}\"'>", "place_script")]
    [InlineData("<p style='content:\"{{ if x }}\\{{ else }}a{{ ¦end }}\"'>", "branches_differ")]
    public void A_backslash_of_a_style_is_written_whole(string source, string code)
    {
        // A branch is named where it begins, which the mark cannot show.
        if (code == "branches_differ")
        {
            Assert.Contains(Walks.Scriban(source.Replace("¦", "", StringComparison.Ordinal)).Findings.Items, d => d.Code == code);
            return;
        }

        Refused(source, code);
    }

    [Theory]
    [InlineData("<td{{ if v }} class=\"a\"{{ end }}>{{ v }}</td>", "Content")]
    [InlineData("<td{{ if v }} class=\"a\"{{ end }} id=\"{{ v }}\">", "Attribute Quoted")]
    [InlineData("<td{{ if v }} class=a{{ end }} id={{ v }}/>{{ v }}", "Attribute Unquoted, Content")]
    [InlineData("<{{ if v }}h1{{ else }}p{{ end }} title=\"{{ v }}\">", "Attribute Quoted")]
    [InlineData("<a href=\"http{{ if v }}s{{ end }}://{{ v }}/{{ v }}\">", "UrlHost Quoted, UrlPath Quoted")]
    [InlineData("<a href=\"{{ if v }}https{{ else }}http{{ end }}://{{ v }}.example\">", "UrlHost Quoted")]
    [InlineData("<a href=\"{{ if v }}mailto{{ else }}https{{ end }}:{{ v }}\">", "UrlQuery Quoted")]
    [InlineData("<a href=\"{{ if v }}{{ v }}{{ else }}{{ v }}{{ end }}:{{ v }}\">", "UrlBefore Quoted, UrlBefore Quoted, UrlPath Quoted")]
    [InlineData("<a href=\"{{ if v }}{{ v }}{{ end }}/a:b\">", "Url Quoted")]
    [InlineData("<a href=\"{{ for l in v }}{{ l }}{{ break }}{{ end }}\">", "Url Quoted")]
    [InlineData("<a href=\"{{ for l in v }}{{ l }}{{ break }}{{ else }}https://a.example/{{ v }}{{ end }}\">", "Url Quoted, UrlPath Quoted")]
    [InlineData("{{ for x in v }}{{ if x }}{{ continue }}{{ end }}<p title='{{ x }}'>{{ end }}", "Attribute Quoted")]
    [InlineData("{{ for x in v }}{{ capture c }}{{ if x }}{{ break }}{{ end }}{{ end }}{{ end }}{{ v }}", "Content")]
    [InlineData("<p style=\"background:url({{ if v }}{{ v }}{{ end }})\">", "Url Quoted css")]
    [InlineData("<p style=\"font-family:'{{ if v }}a{{ else }}b{{ end }}{{ v }}'\">", "CssString Quoted")]
    [InlineData("{{ if v }}{{ ret v }}{{ end }}{{ v }}", "Content")]
    [InlineData("{{ func f(x) }}{{ ret x }}{{ end }}<p title=\"{{ f v }}\">", "Attribute Quoted")]
    [InlineData("{{ tablerow x in v }}<b title='{{ x }}'>{{ if x }}{{ break }}{{ end }}</b>{{ end }}", "Attribute Quoted")]
    [InlineData("<svg><style>a{fill:url(\"{{ v }}\")}</style></svg><style>a{fill:url(\"{{ v }}\")}</style>", "Url Quoted css, Url Raw css")]
    [InlineData("<svg><svg></svg><style>a{color:{{ v }}}</style></svg><style>a{color:{{ v }}}</style>", "CssValue Quoted, CssValue Raw")]
    [InlineData("<a href=\"https://{{ v }}/{{ v }}\"></a><a href=\"/{{ v }}/{{ v }}\"></a><a href=\"//{{ v }}{{ v }}/\">", "UrlHost Quoted, UrlPath Quoted, UrlHost Quoted, UrlPath Quoted, UrlHost Quoted, UrlHost Quoted")]
    [InlineData("<a href=\"https://{{ if v }}{{ v }}.{{ end }}{{ v }}/\">", "UrlHost Quoted, UrlHost Quoted")]
    [InlineData("<a href=\"{{ v }}\"></a><a href=\"{{ v }}:80\">", "Url Quoted, UrlBefore Quoted")]
    public void What_is_read_in_one_way_is_allowed(string source, string expected)
    {
        var (places, findings) = Walks.Scriban(source);
        Assert.Empty(findings.Items);
        Assert.Equal(expected, string.Join(", ", places));
    }

    [Fact]
    public void Loops_in_loops_are_not_walked_for_ever()
    {
        // Each one's second turn differs from its first, whatever is around it.
        var source = "<a href=\"" + string.Concat(Enumerable.Repeat("{{ for x in l }}\"><a href=\"", 30)) + string.Concat(Enumerable.Repeat("x{{ end }}", 30)) + "\">";
        var (_, findings) = Walks.Scriban(source);
        Assert.Equal("too_complex", findings.Items[0].Code);
        Assert.InRange(findings.Items.Count, 1, 100);
    }

    private static void Refused(string source, string code, bool isLiquid = false)
    {
        var column = source.IndexOf('¦', StringComparison.Ordinal);
        var marked = source.Remove(column, 1);
        var found = (isLiquid ? Walks.Liquid(marked) : Walks.Scriban(marked)).Findings.Items;
        Assert.NotEmpty(found);
        Assert.Equal((code, column + 1), (found[0].Code, found[0].Column));
    }
}
