using Renderer.Model;
using Renderer.Templates.Html;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>What a mail's own markup is warned about, each at its place.</summary>
public sealed class MailWarningTests
{
    [Theory]
    [InlineData("<p><img src=\"a\"></p>", "image_alt_missing", 4)]
    [InlineData("<p><img src=\"a\" data-alt=\"no\"></p>", "image_alt_missing", 4)]
    [InlineData("<p><img src=\"{{ \"x\" }}\" title=\"alt = x\"></p>", "image_alt_missing", 4)]
    [InlineData("<p><input type=image src=a></p>", "image_alt_missing", 4)]
    [InlineData("<p><img src=\"a\" alt></p>", null, 0)]
    [InlineData("<p><img src=\"a\" ALT = ''></p>", null, 0)]
    [InlineData("<p><img src=\"a\" {{ if 1 }}alt=\"x\"{{ end }}></p>", null, 0)]
    [InlineData("<p style=\"color:#999;background-color:#fff\">x</p>", "contrast_low", 1)]
    [InlineData("<table bgcolor=\"#ffffff\"><tr><td style=\"COLOR: rgb(150, 150, 150) !important\">{{ profile.x }}</td></tr></table>", "contrast_low", 30)]
    [InlineData("<p style=\"color:#949494;background:#fff;font-size:24px\">large</p>", null, 0)]
    [InlineData("<p style=\"color:#949494;background:#fff;font-size:14pt;font-weight:bold\">large</p>", null, 0)]
    [InlineData("<p style=\"color:#949494;background:#fff;font-size:18px\">not large</p>", "contrast_low", 1)]
    [InlineData("<p style=\"color:#999;background:#fff url(a.png)\">unknown</p>", null, 0)]
    [InlineData("<p style=\"color:{{ profile.c }};background:#fff\">unknown</p>", null, 0)]
    [InlineData("<p style=\"color:#999\">unknown</p>", null, 0)]
    [InlineData("<p style=\"color:#999;background:#fff\"><b style=\"color:#111\">x</b>&nbsp; </p>", null, 0)]
    [InlineData("<p style=\"color:#999;background:#fff;display:none\">hidden</p>", null, 0)]
    [InlineData("<a href=\"https://x.example\">Shop</a>", "unsubscribe_missing", 1)]
    [InlineData("<a href=\"https://x.example\">Shop</a><a href=\"https://x.example/UNSUBSCRIBE\">x</a>", null, 0)]
    [InlineData("<a href=\"https://x.example\">Newsletter abbestellen</a>", null, 0)]
    [InlineData("<a href=\"*|UNSUB|*\">x</a>", null, 0)]
    [InlineData("<a href=\"https://x.example\"><b>配信停止</b></a>", null, 0)]
    [InlineData("<style>.gone{color:red}</style><p class=\"here\">x</p>", "style_unused", 8)]
    [InlineData("<style>@media (max-width:9px){p.here,\n#gone{color:red}}</style><p class=\"here\">x</p>", "style_unused", 1)]
    [InlineData("<style>@media x{.here{a:b}}u + .body .here,.here:not(.x),[class~=y]{}#outlook a{}.ExternalClass p{}[data-ogsc] .here{}.gmail-fix{}.aBn{}.im{}div.moz-text-html{}@font-face{src:url(a.woff)}@keyframes k{0%{a:1.5}}/* .no{} */</style><p class=\"body here\">x</p>", null, 0)]
    [InlineData("<style>.image{}</style><p>x</p>", "style_unused", 8)]
    [InlineData("<style>.gone{}</style><p class=\"a {{ profile.c }}\">x</p>", null, 0)]
    [InlineData("<style>.gone{}</style><p class=\"{{ 'a' }}\">x</p>", null, 0)]
    [InlineData("<style>.mso-only{}</style><!--[if mso]><p class=\"mso-only\">x</p><![endif]-->", null, 0)]
    [InlineData("<style>.x{color:{{ profile.c }}}</style><p>x</p>", null, 0)]
    public void A_warning_stands_where_the_fault_is(string html, string? code, int column)
    {
        using var bench = Workbench.Mail(html);
        var found = bench.Check().Where(d => d.Severity == Severity.Warning).ToList();
        if (code is null)
        {
            Assert.Empty(found);
            return;
        }

        var one = Assert.Single(found);
        Assert.Equal((code, "mail/body.html", column), (one.Code, one.File, one.Column));
        Assert.EndsWith(".", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_and_fallbacks_count_as_the_mail()
    {
        using var bench = Workbench.Mail(
            "<style>.in{}.shared{}.spare{}.rest{}</style>{{ block 'a' }}{{ block 'b' }}<a href='https://x.example'>x</a>",
            ("mail/a.html", "<p class='in'>x</p>"), ("_blocks/b.html", "<style>.elsewhere{}</style><p class='shared'>{{ t 'out' }}</p><a href=\"{{ link \"https://x.example\" }}\">{{ t 'out' }}</a>"),
            ("mail/fallback/a.html", "<p class='spare'>x</p>"), ("mail/fallback/body.html", "<p class='rest'>x</p>"), ("mail/locales/en.yaml", "out: Unsubscribe\n"));
        Assert.Empty(bench.Check().Where(d => d.Severity >= Severity.Warning).Select(d => d.ToString()));
    }

    [Fact]
    public void Styles_are_too_large_together_where_the_limit_is_passed()
    {
        var half = "<style>p{color:" + new string('a', 9000) + "}</style>";
        using var bench = Workbench.Mail($"<p>x</p>{{{{ block 'b' }}}}\n{half}", ("mail/b.html", half));
        var one = Assert.Single(bench.Check());
        Assert.Equal(("styles_too_large", Severity.Warning), (one.Code, one.Severity));

        bench.Write("mail/body.html", $"<p>x</p>\n  {half}");
        Assert.DoesNotContain(bench.Check(), d => d.Code == "styles_too_large");
    }

    [Theory]
    [InlineData("#000", "#fff", 21)]
    [InlineData("#767676", "white", 4.54)]
    [InlineData("ff0000", "rgb(255, 255, 255)", 4.0)]
    public void Contrast_is_that_of_the_guidelines(string a, string b, double ratio) =>
        Assert.Equal(ratio, Color.Contrast(Color.Read(a)!.Value, Color.Read(b)!.Value), 2);

    [Theory]
    [InlineData("<!--[if mso]><body class=\"mso\"><![endif]--><!--[if !mso]><!--><body><!--<![endif]-->|<p>x")]
    [InlineData("<![if !mso]><body>\n<![endif]>|<p>x")]
    public void The_preheader_stands_behind_the_condition_of_a_body(string html)
    {
        var place = html.IndexOf('|', StringComparison.Ordinal);
        Assert.Equal(place, PreheaderPlace.Find(html.Remove(place, 1)));
    }

    [Theory]
    [InlineData("<div style=\"max-height:0px; overflow:hidden\">p</div><p>x</p>")]
    [InlineData("<div style=\"OPACITY: 0\">p</div><p>x</p>")]
    [InlineData("<div style='visibility:hidden;'>p</div><p style='max-height:0.5em;opacity:0.9'>x</p>")]
    [InlineData("<!--[if mso]><p>outlook <a href='x'>y</a></p><![endif]--><!--[if !mso]><!--><p>x</p><!--<![endif]-->")]
    public void The_text_leaves_out_what_is_not_seen(string html) => Assert.Equal("x\r\n", PlainText.From(html));
}
