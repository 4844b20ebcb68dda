using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>No value of a person becomes merge syntax of the ESP behind us, on whatever way it reaches the mail.</summary>
public sealed class EspTests
{
    private const string Value = """{"v":"{{ x }} {% y %} -->"}""";

    public static readonly TheoryData<string, string> Ways = new()
    {
        { "scriban", "<p>{{ profile.v }}</p>" },
        { "scriban", "<p>{{ profile.v | html.escape }}</p>" },
        { "scriban", "<p>{{ profile.v | html.newline_to_br }}</p>" },
        { "scriban", "<p>{{ block 'inner' }}</p>" },
        { "scriban", "<p>{{ capture c }}{{ profile.v }}{{ end }}{{ c }}</p>" },
        { "liquid", "<p>{{ profile.v }}</p>" },
        { "liquid", "<p>{{ profile.v | escape }}{{ profile.v | h }}{{ profile.v | escape_once }}{{ profile.v | newline_to_br }}</p>" },
        { "liquid", "<p>{% capture c %}x{% endcapture %}{{ c | append: profile.v | prepend: profile.v }}</p>" },
        { "liquid", "<p>{% block 'inner' %}{% include 'inner' %}{% render 'inner' %}</p>" },
        { "liquid", "<!--[if mso]><p>{{ profile.v | escape }}</p><![endif]--><p>x</p>" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_value_is_no_merge_tag_in_the_HTML_nor_in_the_text_derived_from_it(string language, string html)
    {
        var mail = Render(new TemplateDraft { Language = language, Esp = "braze", Html = html, Blocks = Blocks() });
        Tame(mail.Html!);
        Tame(mail.Text!);
        Assert.Equal(html.Contains("<!--", StringComparison.Ordinal) ? 1 : 0, mail.Html!.Split("-->").Length - 1);
    }

    [Theory]
    [InlineData("scriban", "Hi {{ profile.v }} {{ block 'inner' }}")]
    [InlineData("liquid", "Hi {{ profile.v }} {% block 'inner' %} {% include 'inner' %} {% include 'tagless' %}")]
    public void A_value_is_no_merge_tag_in_the_text_the_subject_and_the_preheader(string language, string text)
    {
        var mail = Render(new TemplateDraft { Language = language, Esp = "braze", Text = text, Subject = text, Preheader = text, Html = "<p>x</p>", Blocks = Blocks() });
        Tame(mail.Text!);
        Tame(mail.Subject!);
        Tame(mail.Preheader!);
    }

    [Fact]
    public void Text_that_a_block_makes_is_not_read_as_HTML_again()
    {
        var blocks = new Dictionary<string, string> { ["inner"] = "<i>{{ profile.v }}</i>" };
        foreach (var (language, text) in new[] { ("scriban", "{{ block 'inner' }}"), ("liquid", "{% block 'inner' %}") })
        {
            var mail = Render(new TemplateDraft { Language = language, Text = text, Blocks = blocks }, """{"v":"Save <now> &amp; here"}""");
            Assert.Equal("Save <now> &amp; here", mail.Text!.Trim());
        }
    }

    private static Dictionary<string, string> Blocks() => new()
    {
        ["inner"] = "<i>{{ profile.v }}</i>",
        ["tagless"] = "{{ profile.v }}",
    };

    private static RenderedMail Render(TemplateDraft draft, string profile = Value)
    {
        using var bench = new Workbench();
        var made = bench.Load().Compile(draft);
        Assert.True(made.Template is not null, string.Join("\n", made.Diagnostics));
        var mail = Workbench.Render(made.Template, profile);
        Assert.Empty(mail.Faults);
        return mail;
    }

    private static void Tame(string written)
    {
        Assert.DoesNotContain("{{", written, StringComparison.Ordinal);
        Assert.DoesNotContain("{%", written, StringComparison.Ordinal);
    }
}
