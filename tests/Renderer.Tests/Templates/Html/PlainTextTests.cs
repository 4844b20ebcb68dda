using Renderer.Templates.Html;
using Xunit;

namespace Renderer.Tests.Templates.Html;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("<p>one</p><p>two</p>", "one|||two||")]
    [InlineData("one<br>two<br/>three", "one||two||three||")]
    [InlineData("<div>one</div><div><div>two</div></div>", "one||two||")]
    [InlineData("<ul><li>one</li><li>two <b>bold</b></li></ul>", "- one||- two bold||")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b||c||")]
    [InlineData("<a href=\"https://x.example/?a=1&amp;b=2\">Shop</a>", "Shop (https://x.example/?a=1&b=2)||")]
    [InlineData("<a href=\"https://x.example\">https://x.example</a>", "https://x.example||")]
    [InlineData("<a href=\"mailto:a@x.example\">a@x.example</a>", "a@x.example||")]
    [InlineData("<a href=\"https://x.example\"><img src=\"i\" alt=\"A mug\"></a>", "A mug (https://x.example)||")]
    [InlineData("<a href=\"#top\">Up</a> <a>bare</a>", "Up bare||")]
    [InlineData("<img src=\"x\" alt=\"Caf&eacute;\">", "Café||")]
    [InlineData("a &amp; b &lt;c&gt; &euro;&#8364;&nbsp;d", "a & b <c> €€ d||")]
    [InlineData("<style>p{}</style><script>x</script><!-- c --><!--[if mso]>mso<![endif]-->shown", "shown||")]
    [InlineData("<html><head><title>t</title></head><body>b</body></html>", "b||")]
    [InlineData("<div style=\"display: none\">hidden</div><span hidden>h</span><p style='mso-hide:all'>m</p>shown", "shown||")]
    [InlineData("a&#847;&zwnj;&#8203;b", "ab||")]
    [InlineData("  <p>\n  spaced \t out  </p>  ", "spaced out||")]
    [InlineData("<h1>Head</h1>text<hr>more", "Head|||text||---||more||")]
    [InlineData("<![if !mso]>bare<![endif]> <!--[if !mso]><!-->shown<!--<![endif]-->", "bare shown||")]
    [InlineData("a<a href=x>b</a>c <a href=https://x.example/>d</a> e<a href='https://y.example'> f </a>g", "ab (x)c d (https://x.example/) e f (https://y.example) g||")]
    [InlineData("<td aria-hidden=\"true\">1</td>shown", "shown||")]
    [InlineData("<div hidden><div>in</div>still</div>shown<img hidden alt=x>!", "shown!||")]
    [InlineData("1 < 2 <3 & <b>bold", "1 < 2 <3 & bold||")]
    [InlineData("<a title='a > b' href=\"https://x.example\">q</a><p", "q (https://x.example)||")]
    [InlineData("<p>open <a href=\"https://x.example\">never closed", "open never closed (https://x.example)||")]
    [InlineData("", "")]
    public void Html_becomes_what_a_reader_without_it_should_see(string html, string expected) =>
        Assert.Equal(expected.Replace("|||", "\r\n\r\n", StringComparison.Ordinal).Replace("||", "\r\n", StringComparison.Ordinal), PlainText.From(html));

    [Fact]
    public void Lines_end_before_their_79th_character_but_addresses_stay_whole()
    {
        var address = "https://x.example/" + new string('a', 100);
        var text = PlainText.From($"<p>{string.Join(' ', Enumerable.Repeat("word", 60))} <a href=\"{address}\">here</a></p>");
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines.Where(l => !l.Contains("https://", StringComparison.Ordinal)), l => Assert.InRange(l.Length, 1, 78));
        Assert.Contains($"({address})", text, StringComparison.Ordinal);
        Assert.InRange(lines.Length, 4, 7);
    }

    [Fact]
    public void Nesting_without_end_costs_neither_the_process_nor_much_time()
    {
        var html = string.Concat(Enumerable.Repeat("<div>", 100_000)) + "x";
        Assert.Equal("x\r\n", PlainText.From(html));
        Assert.Equal("x\r\n", PlainText.From(string.Concat(Enumerable.Repeat("<b>", 150)) + "x"));
    }
}
