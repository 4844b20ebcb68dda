using System.Text;
using CsCheck;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class LinkMarksTests
{
    private const string Slot = "mail/template.yaml";
    private const string Yaml = "subject: Hello\nfailure: {fallback: drop}\nimages:\n  hero: {scene: hero.svg, alt: A mug, link: \"https://shop.example/\", dark: true, width: 600, height: 200}\n";
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"200\"><text>Hello</text></svg>";

    [Fact]
    public void What_has_no_mark_is_the_same_memory()
    {
        ReadOnlyMemory<byte> html = "<a href=\"https://shop.example/\">x</a>"u8.ToArray();

        Assert.Equal(html, LinkMarks.Replace(html, _ => throw new InvalidOperationException()));
        Assert.False(LinkMarks.Any(html.Span));
        Assert.Same("text", LinkMarks.Replace("text", _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void Every_mark_of_a_mail_tells_what_it_stands_for()
    {
        using var bench = Workbench.Mail(
            "<p>{{ image \"hero\" }}<a href=\"{{ link \"https://x.example/?a=1&b=ü\" }}\">1</a><a href='{{ web_link }}'>2</a><a href=\"{{ consent_link }}\">3</a>{{ pixel }}<b>{{ amp_link \"products\" }}</b></p>",
            (Slot, Yaml + "amp_data: {products: {}}\n"), ("mail/hero.svg", Svg), ("mail/products.json", "{\"items\":[]}"));
        var marks = new List<LinkMark>();

        var html = Replace(Raw(bench), marks);

        Assert.Equal(
            [
                new(LinkMarkKind.SlotClick, "hero", null), new(LinkMarkKind.DarkImage, "hero", null), new(LinkMarkKind.Image, "hero", null),
                new(LinkMarkKind.Click, "", "https://x.example/?a=1&b=ü"), new(LinkMarkKind.Web, "", null), new(LinkMarkKind.Consent, "", null),
                new(LinkMarkKind.Pixel, "", null), new(LinkMarkKind.Amp, "products", null),
            ],
            marks);
        Assert.False(LinkMarks.Any(Encoding.UTF8.GetBytes(html)));
        Assert.StartsWith("<p><a href=\"<0>\"><picture><source srcset=\"<1>\"", html, StringComparison.Ordinal);
        Assert.EndsWith("<b><7></b></p>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a href=\"{{ link x }}\">", "<a href=\"https://l.example/c/1?d=a+b\">")]
    [InlineData("<a href={{ link x }}>", "<a href=https&#58;&#47;&#47;l&#46;example&#47;c&#47;1&#63;d&#61;a&#43;b>")]
    [InlineData("<a href=\"https://other.example/?to={{ link x }}&n=1\">", "<a href=\"https://other.example/?to=https%3A%2F%2Fl.example%2Fc%2F1%3Fd%3Da%2Bb&n=1\">")]
    [InlineData("<p>{{ link x }}, says he</p>", "<p>https://l.example/c/1?d=a+b, says he</p>")]
    [InlineData("<script type=\"application/ld+json\">{\"url\": \"{{ link x }}\"}</script>", "<script type=\"application/ld+json\">{\"url\": \"https:\\/\\/l.example\\/c\\/1?d=a+b\"}</script>")]
    [InlineData("<p style=\"background:url('{{ link x }}')\">", "<p style=\"background:url('https://l.example/c/1?d=a+b')\">")]
    public void A_mark_is_found_wherever_an_author_puts_it_and_its_address_spelled_as_that_place_needs(string html, string expected)
    {
        using var bench = Workbench.Mail($"{{{{ x = \"https://shop.example/\" }}}}{html}");

        Assert.Equal(expected, Encoding.UTF8.GetString(LinkMarks.Replace(Raw(bench).HtmlUtf8!.Value, _ => "https://l.example/c/1?d=a+b").Span));
    }

    [Fact]
    public void The_derived_text_has_the_marks_of_the_HTML()
    {
        using var bench = Workbench.Mail("<p>{{ image \"hero\" }} <a href=\"{{ link \"https://x.example/\" }}\">Go</a>{{ pixel }}</p>", (Slot, Yaml), ("mail/hero.svg", Svg));

        Assert.Equal("A mug (renderer:click/hero) Go (renderer:to/https://x.example/)", LinkMarks.Replace(Raw(bench).Text!, LinkMarks.Neutral).ReplaceLineEndings(" ").Trim());
    }

    [Fact]
    public void A_text_part_of_its_own_shows_words_and_links()
    {
        using var bench = Workbench.Mail("<p>x</p>", (Slot, Yaml), ("mail/hero.svg", Svg), ("mail/body.txt", "{{ image \"hero\" }} {{ web_link }}{{ pixel }}."));

        Assert.Equal("A mug (renderer:click/hero) renderer:web.", LinkMarks.Replace(Raw(bench).Text!, LinkMarks.Neutral));
    }

    [Fact]
    public void A_subject_and_a_preheader_have_plain_addresses()
    {
        using var bench = Workbench.Mail("<p>{{ preheader }}</p>", (Slot, "subject: See {{ link \"https://x.example/a\" }}\npreheader: Or {{ block \"b\" }}\nfailure: {fallback: drop}\n"), ("mail/b.html", "<a href=\"{{ link 'https://x.example/b' }}\">b</a>"));

        var mail = Raw(bench);

        Assert.Equal("See https://x.example/a", mail.Subject);
        Assert.Equal("Or b (https://x.example/b)", mail.Preheader);
        Assert.Equal("<p>Or b (https://x.example/b)</p>", mail.Html);
    }

    [Fact]
    public void A_value_that_looks_like_a_mark_is_none()
    {
        using var bench = Workbench.Mail("<p>{{ profile.name }}</p>");
        var mail = Raw(bench, $$"""{"name": "https://{{new string('0', 32)}}368656c6cxz"}""");

        Assert.Equal(mail.HtmlUtf8!.Value, LinkMarks.Replace(mail.HtmlUtf8.Value, _ => "x"));
    }

    [Fact]
    public void What_is_cut_off_behind_its_number_stays_as_it_is()
    {
        using var bench = Workbench.Mail("<p>{{ link \"https://x.example/\" | string.slice1 30 }}{{ link \"https://x.example/\" | string.slice 0 45 }}</p>");

        var html = Raw(bench).HtmlUtf8!.Value;

        Assert.Equal(html.ToArray(), LinkMarks.Replace(html, _ => "x").ToArray());
    }

    [Fact]
    public void Any_destination_comes_back_as_it_was() => Gen.String.Sample(
        text =>
        {
            var destination = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var mark = LinkMarks.Write(new LinkMark(LinkMarkKind.Click, "", text));
            Assert.Equal($"a{destination}b{destination}c", LinkMarks.Replace($"a{mark}b{mark}c", found => found.Destination!));
        },
        iter: 1_000);

    [Fact]
    public void Marks_that_are_cut_or_mangled_never_throw_and_never_grow() => Gen.Select(Gen.Int[0, 120], Gen.Int[0, 120], Gen.String).Sample(
        (from, length, middle) =>
        {
            var mark = LinkMarks.Write(new LinkMark(LinkMarkKind.Click, "", "https://x.example/?a=1"));
            var text = mark[..Math.Min(from, mark.Length)] + middle + mark[Math.Min(mark.Length, from + length)..];
            var replaced = LinkMarks.Replace(text, _ => "");
            Assert.True(Encoding.UTF8.GetByteCount(replaced) <= Encoding.UTF8.GetByteCount(text));
        },
        iter: 1_000);

    private static RenderedMail Raw(Workbench bench, string profile = "{}")
    {
        var (template, scope) = (bench.Template(), Workbench.Scope(profile));
        return template.Render(scope, template.Decide(scope, new Dictionary<string, string>(), default), template.Parts, default);
    }

    private static string Replace(RenderedMail mail, List<LinkMark> marks) => Encoding.UTF8.GetString(LinkMarks.Replace(mail.HtmlUtf8!.Value, mark =>
    {
        marks.Add(mark);
        return $"<{marks.Count - 1}>";
    }).Span);
}
