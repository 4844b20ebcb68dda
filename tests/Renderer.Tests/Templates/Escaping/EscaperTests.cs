using System.Text;
using CsCheck;
using Renderer.Templates.Escaping;
using Renderer.Templates.Plans;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>What each place makes of a value.</summary>
public sealed class EscaperTests
{
    [Theory]
    [InlineData("Content Content", "a & <b> \"c\" 'd'\t\n\u0001é", "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39;\t\n\ufffdé")]
    [InlineData("Attribute Unquoted", "a b=é-", "a&#32;b&#61;é&#45;")]
    [InlineData("Attribute Unquoted", "", "&#32;")]
    [InlineData("Content Content guarded", "well-known --> -", "well-known &#45;&#45;&gt; &#45;")]
    [InlineData("Url Quoted", "https://a.example/a b?c=d&e=%20%2#f'(é)", "https://a.example/a%20b?c=d&amp;e=%20%252#f&#39;(%C3%A9)")]
    [InlineData("Url Quoted", " \u0001MailTo:ann@people.example ", "MailTo:ann@people.example")]
    [InlineData("Url Quoted", "/a:b", "/a:b")]
    [InlineData("Url Quoted", "javascript:alert(1)", "#blocked")]
    [InlineData("Url Quoted", "\u0000 java\n\tscript:alert(1)", "#blocked")]
    [InlineData("Url Quoted", "data:text/html,x", "#blocked")]
    [InlineData("Url Quoted", "vbscript&colon;x", "vbscript&amp;colon;x")]
    [InlineData("Url Quoted", "https:\\\\a.example", "https:%5C%5Ca.example")]
    [InlineData("UrlBefore Quoted", "javascript", "#blocked")]
    [InlineData("UrlBefore Quoted", "https://a.example", "https://a.example")]
    [InlineData("UrlBefore Quoted", "https", "https")]
    [InlineData("UrlList Quoted", "https://a.example/1.png 1x,javascript:x 2x", "https://a.example/1.png 1x, #blocked 2x")]
    [InlineData("UrlHost Quoted", "evil.example/?", "evil.example%2F%3F")]
    [InlineData("UrlPath Quoted", "a/b c?%41:", "a/b%20c%3F%41%3A")]
    [InlineData("UrlQuery Quoted", "a&b=c/%20", "a%26b%3Dc%2F%2520")]
    [InlineData("UrlEncoded Quoted", "a+b%26", "a+b%26")]
    [InlineData("UrlOpaque Quoted", "ann@people.example?bcc=x", "ann@people.example%3Fbcc%3Dx")]
    [InlineData("CssValue Quoted", "rgb(1, 2, 3)", "rgb(1, 2, 3)")]
    [InlineData("CssValue Quoted", "'Helvetica Neue', Arial", "&#39;Helvetica Neue&#39;, Arial")]
    [InlineData("CssValue Quoted", "12.5px", "12.5px")]
    [InlineData("CssValue Raw", "#9c3f23", "#9c3f23")]
    [InlineData("CssValue Raw", "red;x:y", "inherit")]
    [InlineData("CssValue Raw", "url(x)", "inherit")]
    [InlineData("CssValue Raw", "expression(1)", "inherit")]
    [InlineData("CssValue Raw", "a}b{c", "inherit")]
    [InlineData("CssName Raw", "left red", "inherit")]
    [InlineData("CssString Raw", "a'</style>", "a\\27 \\3c \\2f style\\3e ")]
    [InlineData("Comment Content", "--><b>[if mso]>a-b", "    b  if mso  a-b")]
    [InlineData("JsonString Raw", "a\"\\</script>\u2028 b-c--", "a\\\"\\\\\\u003c\\/script\\u003e\\u2028 b-c\\u002d\\u002d")]
    [InlineData("JsonValue Raw", "a\"b", "\"a\\\"b\"")]
    [InlineData("Header Content", "Ann\r\nBcc: x\u0000\u0085\u2028y", "Ann Bcc: x y")]
    [InlineData("Text Content", "<b>\r\n", "<b>\r\n")]
    public void A_value_is_written_for_its_place(string place, string value, string expected) =>
        Assert.Equal(expected, Escapers.For(Place(place), null).Escape(value));

    [Theory]
    [InlineData("braze", "Content Content", "{{x}} {%y%} [[z", "&#123;&#123;x}} &#123;&#37;y&#37;} &#91;&#91;z")]
    [InlineData("mailchimp", "Attribute Quoted", "*|FNAME|*", "&#42;&#124;FNAME&#124;&#42;")]
    [InlineData("sfmc", "Content Content", "100% %%=x=%%", "100&#37; &#37;&#37;=x=&#37;&#37;")]
    [InlineData("sendgrid", "Content Content", "well-known -name- {{x}}", "well-known &#45;name- &#123;&#123;x}}")]
    [InlineData("mailgun", "Text Content", "%recipient.x% 5% of {{x}}", "\u2060%\u2060recipient.x% 5% of {\u2060{x}}")]
    [InlineData("braze", "Header Content", "a {{x}} b", "a {\u2060{x}} b")]
    [InlineData("braze", "UrlQuery Quoted", "{{x}}", "%7B%7Bx%7D%7D")]
    [InlineData("braze", "Url Quoted", "https://a.example/[[x]]", "https://a.example/%5B%5Bx]]")]
    [InlineData("braze", "CssString Raw", "{{x", "\\7b \\7b x")]
    [InlineData("braze", "JsonString Raw", "{{x", "\\u007b\\u007bx")]
    [InlineData("mandrill", "Comment Content", "*|x|* {{", "  x     ")]
    public void The_merge_syntax_of_an_esp_is_defused(string esp, string place, string value, string expected) =>
        Assert.Equal(expected, Escapers.For(Place(place), Esp.Find(esp)).Escape(value));

    [Fact]
    public void Bytes_and_text_are_escaped_alike()
    {
        var pairs = Gen.Select(Hostile.Of(Enum.GetValues<PlaceKind>()), Hostile.Of(Enum.GetValues<Surround>()), Gen.Bool, Hostile.Of([.. Esp.All, null]), Hostile.Text);
        pairs.Sample(
            (kind, around, isGuarded, esp, value) =>
            {
                var escaper = Escapers.For(new OutputPlace(kind, around) { IsGuarded = isGuarded }, esp);
                var sink = new Utf8Sink(16);
                escaper.Write(Encoding.UTF8.GetBytes(value), sink);
                return Encoding.UTF8.GetBytes(escaper.Escape(value)).AsSpan().SequenceEqual(sink.Written);
            },
            iter: 20_000);
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters()
    {
        var sink = new Utf8Sink(16);
        Escapers.For(new OutputPlace(PlaceKind.Content), null).Write([(byte)'a', 0xff, 0xc0, (byte)'<'], sink);
        Assert.Equal("a\ufffd\ufffd&lt;", Encoding.UTF8.GetString(sink.Written));
    }

    [Theory]
    [InlineData("<p onclick=x>a<script>b</script><b style=\"color:red;position:fixed\">c</b></p>", "<p>a<b style=\"color: rgba(255, 0, 0, 1)\">c</b></p>")]
    [InlineData("<a href=\"javascript:x\">a</a><img src=x onerror=y><form><input></form>", "<a>a</a><img src=\"x\">")]
    [InlineData("<div>open <!-- c --><iframe src=x></iframe>", "<div>open </div>")]
    public void Rich_text_keeps_what_a_mail_may_carry(string value, string expected) =>
        Assert.Equal(expected, Escapers.For(new OutputPlace(PlaceKind.RichText), null).Escape(value));

    private static OutputPlace Place(string text)
    {
        var words = text.Split(' ');
        return new OutputPlace(Enum.Parse<PlaceKind>(words[0]), Enum.Parse<Surround>(words[1])) { IsGuarded = words.Contains("guarded") };
    }
}
