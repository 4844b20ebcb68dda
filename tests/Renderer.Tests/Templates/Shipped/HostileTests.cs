using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>Whatever a CRM says of a person, the mail is built of the template's own elements.</summary>
public sealed class HostileTests
{
    private static readonly string[] Schemes = ["https"];

    /// <summary>Values that broke out of somebody's mail, or would.</summary>
    public static TheoryData<string> Values() =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</style><h1>out of style</h1>",
        "--><b>out of comment</b>", "<![endif]--><u>mso</u><!--[if mso]>", "</td></tr></table><table><tr><td>", "{{ profile.email }}",
        "{{{raw}}}{% assign x = 1 %}", "Ann\r\nBcc: all@people.example", "tab\there, NUL\0there, ESC\u001b[31m",
        "</textarea></title></script><svg onload=alert(1)>", "&lt;b&gt;already &amp; escaped&lt;/b&gt;", "&#x3C;script&#x3E;",
        "\u202egnp.exe\u2066", "`${document.cookie}`", "@import url(//evil.example/x.css);}body{display:none", "]]><!DOCTYPE x>",
        "\u2028line\u2029paragraph\ufffd", "javascript:alert(1)", "//evil.example/x",
    ];

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void No_sample_carries_a_script_a_handler_or_a_foreign_scheme(string template, string sample)
    {
        var document = new HtmlParser().ParseDocument(ShippedTemplates.Render(template, sample).Mail.Html!);
        Assert.Empty(document.QuerySelectorAll("script,iframe,object,embed,form,base,link,svg,meta[http-equiv]"));
        Assert.DoesNotContain(document.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(document.QuerySelectorAll("[href],[src]"), e => Assert.Contains(new Uri(e.GetAttribute("href") ?? e.GetAttribute("src")!).Scheme, Schemes));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_hostile_text_changes_no_element_and_no_attribute(string value)
    {
        foreach (var template in ShippedTemplates.Workspace.Templates.Keys)
        {
            var tame = ShippedTemplates.Render(template, Poison(template, "x")).Mail;
            var hostile = ShippedTemplates.Render(template, Poison(template, value)).Mail;

            Assert.Equal(Skeleton(tame.Html!), Skeleton(hostile.Html!));
            Assert.False(hostile.UsedStatic);
            Assert.DoesNotContain('\n', hostile.Subject!);
            Assert.DoesNotContain('\r', hostile.Subject!);
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_hostile_value_anywhere_leaves_a_whole_mail(string value) => Holds(() => JsonValue.Create(value));

    [Theory]
    [InlineData("[1,\"<b>\",null,{}]")]
    [InlineData("{\"name\":\"<b>\"}")]
    [InlineData("[[],[{\"name\":[]}]]")]
    [InlineData("1e308")]
    [InlineData("-1")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("\"0001-01-01\"")]
    [InlineData("\"9999-12-31T23:59:59Z\"")]
    public void A_value_of_the_wrong_kind_anywhere_leaves_a_whole_mail(string json) => Holds(() => JsonNode.Parse(json));

    private static void Holds(Func<JsonNode?> value)
    {
        foreach (var template in ShippedTemplates.Workspace.Templates.Values)
        {
            foreach (var attribute in template.Reads.Names)
            {
                var profile = Vip(template.Name);
                profile[attribute] = value();
                var mail = ShippedTemplates.Render(template.Name, Person(profile)).Mail;

                Assert.False(mail.UsedStatic, $"{template.Name}, {attribute}: {string.Join("; ", mail.Faults)}");
                Assert.Empty(mail.Faults);
            }
        }
    }

    // Text attributes and the products' own words; what decides a variant stays as it is.
    private static SampleProfile Poison(string template, string value)
    {
        var profile = Vip(template);
        foreach (var name in new[] { "first_name", "store" }.Where(profile.ContainsKey))
        {
            profile[name] = value;
        }

        foreach (var product in new[] { "recommended", "cart" }.Select(n => profile[n]).OfType<JsonArray>().SelectMany(list => list))
        {
            foreach (var member in new[] { "sku", "name" })
            {
                product![member] = value;
            }

            foreach (var member in new[] { "image", "url" })
            {
                product![member] = $"https://shop.people.example/{value}";
            }
        }

        return Person(profile);
    }

    private static JsonObject Vip(string template) =>
        JsonNode.Parse(ShippedTemplates.Sample(template, "vip").Profile.Json.Span)!.AsObject();

    private static SampleProfile Person(JsonObject profile) =>
        new("hostile", new Profile(Encoding.UTF8.GetBytes(profile.ToJsonString())), default, null);

    private static string Skeleton(string html)
    {
        var lines = new StringBuilder();
        foreach (var node in new HtmlParser().ParseDocument(html).Descendants())
        {
            _ = node switch
            {
                IElement element => lines.Append(element.NodeName).Append(' ').AppendJoin(' ', element.Attributes.Select(a => a.Name)).Append('\n'),
                IComment comment => lines.Append("comment ").Append(comment.Data).Append('\n'),
                _ => lines,
            };
        }

        return lines.ToString();
    }
}
