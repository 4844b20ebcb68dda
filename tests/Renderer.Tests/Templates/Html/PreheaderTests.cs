using AngleSharp.Html.Parser;
using Renderer.Templates.Html;
using Xunit;

namespace Renderer.Tests.Templates.Html;

public sealed class PreheaderTests
{
    [Theory]
    [InlineData("<html><body class=\"a > b\">|x</body></html>")]
    [InlineData("<!doctype html><html lang='en'><head><style>a>b{}</style><title><body></title></head><BODY\n>|x")]
    [InlineData("<!-- <body> --><html><!--[if mso]><body class=\"mso\"><![endif]--><body>|x</body>")]
    [InlineData("<html><head><script>'<body>'</script></head>|<p>x")]
    [InlineData("<html>|<p>x")]
    [InlineData("<!DOCTYPE html>|<p>x")]
    [InlineData("|<p>x</p>")]
    [InlineData("|")]
    [InlineData("|<bodyguard>x</bodyguard>")]
    public void It_stands_first_in_the_body_and_no_other_byte_changes(string html)
    {
        var place = html.IndexOf('|', StringComparison.Ordinal);
        var source = html.Remove(place, 1);
        var result = PreheaderPlace.Insert(source, "Tea & <cake>");
        Assert.StartsWith(source[..place] + "<div style=\"display:none;", result, StringComparison.Ordinal);
        Assert.EndsWith("</div>" + source[place..], result, StringComparison.Ordinal);
        Assert.Contains("Tea &amp; &lt;cake&gt;", result, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_shows_it_hidden_and_its_text_does_not()
    {
        using var bench = Workbench.Mail("<html><body><p>x</p></body></html>", ("mail/template.yaml", "subject: s\npreheader: 'For {{ profile.name }}'\n"));
        var mail = bench.Render("""{"name":"<Ann>"}""");
        var first = new HtmlParser().ParseDocument(mail.Html!).Body!.FirstElementChild!;
        Assert.StartsWith("For <Ann>", first.TextContent, StringComparison.Ordinal);
        Assert.Contains("display:none", first.GetAttribute("style"), StringComparison.Ordinal);
        Assert.Equal("x\r\n", mail.Text);
    }

    [Fact]
    public void A_mail_that_has_a_place_for_it_keeps_it_there()
    {
        using var bench = Workbench.Mail("<body><p>x</p><i>{{ preheader }}</i></body>", ("mail/template.yaml", "subject: s\npreheader: 'For {{ profile.name }}'\n"));
        Assert.Equal("<body><p>x</p><i>For &lt;Ann&gt;</i></body>", bench.Render("""{"name":"<Ann>"}""").Html);
    }

    [Fact]
    public void An_empty_preheader_leaves_the_mail_alone()
    {
        using var bench = Workbench.Mail("<body><p>x</p></body>", ("mail/template.yaml", "subject: s\npreheader: ' {{ profile.name }} '\n"));
        Assert.Equal("<body><p>x</p></body>", bench.Render().Html);
    }
}
