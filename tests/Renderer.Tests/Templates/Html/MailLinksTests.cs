using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates;
using Renderer.Templates.Html;
using Renderer.Tests.Templates.Shipped;
using Xunit;

namespace Renderer.Tests.Templates.Html;

public sealed partial class MailLinksTests
{
    [Theory]
    [InlineData("<a href=\"https://x.example\">x</a>", "https://x.example", "Literal")]
    [InlineData("<A class=a HREF = 'https://x.example/?a=1&amp;b=2' >x</A>", "https://x.example/?a=1&amp;b=2", "Literal")]
    [InlineData("<a href=https://x.example>x</a>", "https://x.example", "Literal")]
    [InlineData("<map><area shape=rect href=\"https://x.example\"></map>", "https://x.example", "Literal")]
    [InlineData("<!--[if mso]><v:roundrect xmlns:v=\"v\" href=\"https://x.example\" strokeColor=\"#fff\"><w:anchorlock/></v:roundrect><![endif]-->", "https://x.example", "Literal")]
    [InlineData("<!--[if (gte mso 9)|(IE)]><a href=\"https://x.example\">x</a><![endif]-->", "https://x.example", "Literal")]
    [InlineData("<!--[if !mso]><!--><a href=\"https://x.example\">x</a><!--<![endif]-->", "https://x.example", "Literal")]
    [InlineData("<![if !mso]><a href=\"https://x.example\">x</a><![endif]>", "https://x.example", "Literal")]
    [InlineData("<a title='href=\"no\" > x' data-href=\"no\" href=\"https://x.example\">x</a>", "https://x.example", "Literal")]
    [InlineData("<a href=\"{{ link \"https://x.example\" }}\" style=\"color:red\">x</a>", "{{ link \"https://x.example\" }}", "Dynamic")]
    [InlineData("{{ if profile.a > 1 }}<a href='https://x.example/{{ profile.id }}?b={{ 2 > 1 }}'>x</a>{{ end }}", "https://x.example/{{ profile.id }}?b={{ 2 > 1 }}", "Mixed")]
    [InlineData("<a href=\"{% if a %}https://x.example{% endif %}\">x</a>", "{% if a %}https://x.example{% endif %}", "Mixed")]
    public void A_link_is_found_with_its_place(string html, string address, string kind)
    {
        var link = Assert.Single(MailLinks.Find(html));
        Assert.Equal((address, kind), (html.Substring(link.Start, link.Length), link.Kind.ToString()));
    }

    [Theory]
    [InlineData("<!-- <a href=\"x\">x</a> -->")]
    [InlineData("<a name=x>x</a><a href>x</a><a href=\"\">x</a></a href=x>")]
    [InlineData("<style>a{content:'<a href=x>'}</style><title><a href=x></title><script>'<a href=x>'</script>")]
    [InlineData("<abbr href=x>x</abbr><link href=x><a data-href=x>")]
    [InlineData("<!--[if mso]>")]
    [InlineData("<a href=\"x")]
    public void What_nobody_can_follow_is_no_link(string html) => Assert.Empty(MailLinks.Find(html));

    [Fact]
    public void A_new_address_is_written_so_that_it_reads_as_it_is()
    {
        const string Html = "<a href='a'>1</a><a href=b>2</a><!--[if mso]><v:rect href=\"c&amp;d\"/><![endif]--><a href=keep>3</a>";
        Assert.Equal(
            "<a href='x?a&amp;b=&#39;a'>1</a><a href=\"x?a&amp;b=&#39;b\">2</a><!--[if mso]><v:rect href=\"x?a&amp;b=&#39;c&amp;d\"/><![endif]--><a href=keep>3</a>",
            MailLinks.Rewrite(Html, url => url == "keep" ? null : "x?a&b='" + url));
    }

    [Fact]
    public void Real_mails_keep_every_other_byte()
    {
        var folder = CasesFolder("email-html");
        if (folder is null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("The cases of others are not beside the repository; passed over.");
            return;
        }

        var files = Directory.GetFiles(folder, "*.html", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Keeps(File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("welcome")]
    [InlineData("cart")]
    [InlineData("newsletter")]
    public void Shipped_mails_keep_every_other_byte(string template)
    {
        Keeps(ShippedTemplates.Workspace.Templates[template].RenderStatic(Reason.RenderError, [Part.Html]).Html!);
        foreach (var sample in ShippedTemplates.Workspace.Templates[template].Samples)
        {
            Keeps(ShippedTemplates.Render(template, sample).Mail.Html!);
        }
    }

    private static void Keeps(string html)
    {
        Assert.Same(html, MailLinks.Rewrite(html, _ => null));
        var links = MailLinks.Find(html);
        Assert.NotEmpty(links);

        // Every href of the mail, conditional comments and all, found by other means.
        Assert.Equal(Hrefs().Matches(Unstyled().Replace(html, m => new string(' ', m.Length))).Select(m => m.Groups["url"].Index), links.Select(l => l.Start));
        const string Mark = "https://mark.example/rewritten";
        var rewritten = MailLinks.Rewrite(html, _ => Mark);
        var pieces = rewritten.Split(Mark);
        Assert.Equal(links.Count + 1, pieces.Length);
        var at = 0;
        foreach (var (piece, link) in pieces.Zip(links))
        {
            Assert.Equal(html[at..link.Start], piece);
            at = link.End;
        }

        Assert.Equal(html[at..], pieces[^1]);
    }

    [Fact]
    public void Conditional_comments_that_begin_in_each_other_are_one()
    {
        var html = string.Concat(Enumerable.Repeat("<!--[if mso]>", 100_000)) + "<a href=\"https://x.example\">x</a><![endif]-->";
        var link = Assert.Single(MailLinks.Find(html));
        Assert.Equal("https://x.example", html.Substring(link.Start, link.Length));
    }

    private static string? CasesFolder(string name)
    {
        for (var folder = new DirectoryInfo(ShippedTemplates.Root); folder is not null; folder = folder.Parent)
        {
            var cases = Path.Combine(folder.FullName, "shared", "cases", name);
            if (Directory.Exists(cases))
            {
                return cases;
            }
        }

        return null;
    }

    [GeneratedRegex("""<(a|area|v:\w+)\s(?:[^<>]*?\s)?href\s*=\s*["'](?<url>[^"'<>]+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Hrefs();

    [GeneratedRegex("<style.*?</style>|<!--(?!\\[if|>|<!).*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Unstyled();
}
