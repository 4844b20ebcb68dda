using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>What mail clients and readers need of every shipped mail, whoever receives it.</summary>
public sealed partial class MailShapeTests
{
    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void It_is_small_enough_for_Gmail(string template, string sample)
    {
        var html = Html(template, sample);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1, 60 * 1024);
        Assert.InRange(Style().Matches(html).Sum(m => Encoding.UTF8.GetByteCount(m.Value)), 1, 16 * 1024);
    }

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void Outlook_finds_its_comments_whole(string template, string sample)
    {
        var html = Html(template, sample);
        Assert.Contains("<o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings>", html, StringComparison.Ordinal);
        Assert.Contains("<v:roundrect", html, StringComparison.Ordinal);

        var depth = 0;
        foreach (Match mark in ConditionalMark().Matches(html))
        {
            depth += mark.Value.StartsWith("<!--[if", StringComparison.Ordinal) ? 1 : -1;
            Assert.InRange(depth, 0, 1);
        }

        Assert.Equal(0, depth);
        Assert.Equal(Parse(html).QuerySelectorAll("a.btn").Length, html.Split("<v:roundrect").Length - 1);
    }

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void It_follows_the_reader_into_the_dark(string template, string sample)
    {
        var html = Html(template, sample);
        Assert.Equal("light dark", Parse(html).QuerySelector("meta[name=color-scheme]")?.GetAttribute("content"));
        Assert.Contains("@media (prefers-color-scheme:dark)", html, StringComparison.Ordinal);
        Assert.Contains("[data-ogsc] .ink", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void It_can_be_read_aloud(string template, string sample)
    {
        var document = Parse(Html(template, sample));
        Assert.Contains(document.DocumentElement.GetAttribute("lang"), new[] { "en", "de" });
        Assert.NotEqual("", document.Title);
        Assert.All(document.QuerySelectorAll("table"), table => Assert.Equal("presentation", table.GetAttribute("role")));
        Assert.All(document.QuerySelectorAll("img:not([width='1'])"), image => Assert.NotEqual("", image.GetAttribute("alt")));
        Assert.All(document.QuerySelectorAll("[aria-hidden] a"), link => Assert.Equal("-1", link.GetAttribute("tabindex")));
        Assert.All(document.QuerySelectorAll("img"), image => Assert.True(image.HasAttribute("width") && image.HasAttribute("height")));
        Assert.All(document.QuerySelectorAll("a"), link => Assert.True(link.TextContent.Trim() != "" || link.QuerySelector("img") is not null));

        var levels = document.QuerySelectorAll("h1,h2,h3,h4").Select(h => h.LocalName[1] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
    }

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void Its_text_stands_out_from_what_is_behind_it(string template, string sample)
    {
        foreach (var element in Parse(Html(template, sample)).QuerySelectorAll("body [style*='color:']"))
        {
            if (Colour(element, "(?<!-)color") is { } text && element.TextContent.Trim('\u00a0', ' ', '\n') != "")
            {
                var behind = element.Ancestors<IElement>().Prepend(element).Select(e => Colour(e, "background-color")).First(c => c is not null);
                Assert.True(Contrast(text, behind!) >= 4.5, $"{text} on {behind}: {Contrast(text, behind!):F2} in {element.OuterHtml[..Math.Min(200, element.OuterHtml.Length)]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void It_begins_with_its_preheader_and_ends_with_a_way_out(string template, string sample)
    {
        var (_, mail) = ShippedTemplates.Render(template, sample);
        var document = Parse(mail.Html!);
        Assert.StartsWith(mail.Preheader!, document.Body!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.NotEqual("", mail.Preheader);
        Assert.NotNull(document.QuerySelector("a[href='https://shop.people.example/letters/stop'], a[href='https://shop.people.example/letters/start']"));
        Assert.NotNull(document.QuerySelector("a[href='https://shop.people.example/account/choices']"));
        Assert.NotNull(document.QuerySelector("a[href^='https://links.example/web']"));
        Assert.NotNull(document.QuerySelector("a[href^='https://links.example/consent']"));
        Assert.Single(document.QuerySelectorAll("img[src^='https://links.example/pixel']"));
    }

    private static string Html(string template, string sample) => ShippedTemplates.Render(template, sample).Mail.Html!;

    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string? Colour(IElement element, string property) =>
        Regex.Match(element.GetAttribute("style") ?? "", property + ":(#[0-9a-f]{6})") is { Success: true } match ? match.Groups[1].Value : null;

    private static double Contrast(string a, string b)
    {
        var (dark, light) = (Math.Min(Luminance(a), Luminance(b)), Math.Max(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    // WCAG 2: relative luminance.
    private static double Luminance(string colour)
    {
        var linear = Convert.FromHexString(colour.AsSpan(1)).Select(c => c / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"<!--\[if [^\]]+\]>|<!\[endif\]-->")]
    private static partial Regex ConditionalMark();
}
