using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Links;

public sealed class LinkTrackingTests
{
    private const string Yaml = "subject: x\nfailure: {fallback: drop}\nlinks: {track: true, parameters: {utm: a}}\n";

    [Theory]
    [InlineData("<a href=\"https://x.example/\">x</a>", "<a href=\"[https://x.example/?utm=a]\">x</a>")]
    [InlineData("<A HREF = 'https://x.example/?a=1&amp;b=2#c'>x</A>", "<A HREF = '[https://x.example/?a=1&b=2&utm=a#c]'>x</A>")]
    [InlineData("<a href=https://x.example/>x</a>", "<a href=\"[https://x.example/?utm=a]\">x</a>")]
    [InlineData("<map><area href=\"http://x.example/\"></map>", "<map><area href=\"[http://x.example/?utm=a]\"></map>")]
    [InlineData("<!--[if mso]><v:roundrect href=\"https://x.example/\"></v:roundrect><![endif]-->", "<!--[if mso]><v:roundrect href=\"[https://x.example/?utm=a]\"></v:roundrect><![endif]-->")]
    [InlineData("<!--[if !mso]><!--><a href=\"https://x.example/\">x</a><!--<![endif]-->", "<!--[if !mso]><!--><a href=\"[https://x.example/?utm=a]\">x</a><!--<![endif]-->")]
    [InlineData("<!-- <a href=\"https://x.example/\">x</a> -->", "<!-- <a href=\"https://x.example/\">x</a> -->")]
    [InlineData("<a href=\"mailto:a@x.example\">x</a><a href=\"tel:1\">x</a><a href=\"#top\">x</a><a href=\"\">x</a>", "<a href=\"mailto:a@x.example\">x</a><a href=\"tel:1\">x</a><a href=\"#top\">x</a><a href=\"\">x</a>")]
    [InlineData("<a href=\"*|UNSUB|*\">x</a><a href=\"https://x.example/*|UNSUB|*\">x</a><a href=\"%%unsubscribe%%\">x</a><a href=\"https://x.example/%%id%%\">x</a><a href=\"https://x.example/[[id]]\">x</a>", null)]
    [InlineData("<link href=\"https://x.example/a.css\"><img src=\"https://x.example/a.png\">", null)]
    [InlineData("<a href=\"https://x.example/{{ profile.tier }}\">x</a>", "<a href=\"https://x.example/gold\">x</a>")]
    [InlineData("{{ block 'b' }}", "<a href=\"[https://y.example/?utm=a]\">y</a>")]
    public void Only_pages_that_the_source_names_become_clicks(string html, string? expected)
    {
        using var bench = Workbench.Mail(html, ("mail/template.yaml", Yaml), ("_blocks/b.html", "<a href=\"https://y.example/\">y</a>"));
        var template = bench.Template();
        foreach (var one in new[] { template, template.Interpreted() })
        {
            Assert.Equal(expected ?? html, Shown(one));
        }
    }

    [Fact]
    public void Without_track_they_stay_as_they_are()
    {
        using var bench = Workbench.Mail("<a href=\"https://x.example/\">x</a>", ("mail/template.yaml", Yaml.Replace("track: true", "track: false", StringComparison.Ordinal)));

        Assert.Equal("<a href=\"https://x.example/\">x</a>", Shown(bench.Template()));
    }

    [Fact]
    public void Findings_behind_a_tracked_address_stand_where_the_author_sees_them()
    {
        const string Html = "<p>one</p>\n<a href=\"https://x.example/\">x</a><a href=https://y.example>y</a>{{ prfile.name }}<a href=\"https://z.example/\">z</a>";
        using var bench = Workbench.Mail(Html, ("mail/template.yaml", Yaml));

        var finding = Assert.Single(bench.Check(), d => d.Code == "name_unknown");

        Assert.Equal((2, Html.Split('\n')[1].IndexOf("prfile", StringComparison.Ordinal) + 1), (finding.Line, finding.Column));
    }

    [Fact]
    public void Faults_at_run_time_do_as_well()
    {
        const string Html = "<a href=\"https://x.example/\">x</a>{{ data.order.total }}";
        using var bench = Workbench.Mail("<p>{{ block 'b' }}</p>", ("mail/template.yaml", Yaml), ("mail/b.html", Html));
        var template = bench.Template();

        foreach (var one in new[] { template, template.Interpreted() })
        {
            var fault = Assert.Single(Workbench.Render(one).Faults);
            Assert.Equal(("mail/b.html", 1), (fault.File, fault.Line));
            Assert.InRange(fault.Column, Html.IndexOf("{{", StringComparison.Ordinal) + 1, Html.Length);
        }
    }

    [Fact]
    public void A_way_out_is_still_seen_in_a_tracked_address()
    {
        using var bench = Workbench.Mail("<a href=\"https://x.example/unsubscribe\">x</a>", ("mail/template.yaml", Yaml));

        Assert.DoesNotContain(bench.Check(), d => d.Code == "unsubscribe_missing");
    }

    [Fact]
    public void The_version_is_of_what_the_author_wrote()
    {
        using var bench = Workbench.Mail("<a href=\"https://x.example/\">x</a>", ("mail/template.yaml", Yaml));
        var template = bench.Template();

        Assert.Contains("https://x.example/", System.Text.Encoding.UTF8.GetString(template.Bundle.Files["mail/body.html"].Span), StringComparison.Ordinal);
    }

    private static string Shown(Template template)
    {
        var scope = Workbench.Scope("""{"tier": "gold"}""");
        var mail = template.Render(scope, [], [Part.Html], default);
        return System.Text.Encoding.UTF8.GetString(LinkMarks.Replace(mail.HtmlUtf8!.Value, mark => $"[{mark.Destination}]").Span);
    }
}
