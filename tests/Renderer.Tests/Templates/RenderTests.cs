using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class RenderTests
{
    [Theory]
    [InlineData("{{ profile.name }}", "Ann")]
    [InlineData("{{ profile[\"name\"] }}", "Ann")]
    [InlineData("{{ data.order.total }}", "19.90")]
    [InlineData("{{ order.total }}", "19.90")]
    [InlineData("{{ order.items[1] }}", "tea")]
    [InlineData("{{ message.id }} {{ locale }}", "m-1 en-US")]
    [InlineData("{{ now | date.to_string '%Y-%m-%d %H:%M' }}", "2026-11-27 08:00")]
    [InlineData("{{ date.now.year }}", "2026")]
    [InlineData("{{ profile.missing }}|", "|")]
    [InlineData("{{ data.missing?.deeper }}|", "|")]
    [InlineData("{{ profile.points + 1 }}", "42")]
    [InlineData("{{ case profile.points; when 41; 'yes'; else; 'no'; end }}", "yes")]
    [InlineData("{{ for item in order.items }}{{ item }};{{ end }}", "mug;tea;")]
    [InlineData("{{ for pair in data.order.address }}{{ pair.key }}={{ pair.value }};{{ end }}", "city=Bonn;")]
    [InlineData("{{ link \"https://shop.example/?a=1&b=2\" }}", "https://shop.example/?a=1&amp;b=2")]
    [InlineData("{{ link \"javascript:alert(1)\" }}", "#")]
    public void Scope_and_functions_are_there(string source, string expected)
    {
        using var bench = Workbench.Mail(source, ("mail/fallback/body.html", "<p>Hello</p>"), ("mail/template.yaml", "subject: s\n"));
        var mail = bench.Render(
            """{"name":"Ann","points":41}""",
            """{"order":{"total":19.90,"items":["mug","tea"],"address":{"city":"Bonn"}},"profile":"no","now":"no","block":"no","format_date":"no"}""");
        Assert.Equal(expected, mail.Html);
        Assert.Empty(mail.Faults);
    }

    [Fact]
    public void What_a_part_assigns_stays_in_that_part()
    {
        using var bench = Workbench.Mail("{{ x = 1; date.format = '%Y' }}{{ x }}", ("mail/body.txt", "{{ x }}|{{ date.format }}"), ("mail/template.yaml", "subject: s\n"));
        var mail = bench.Render();
        Assert.Equal("1", mail.Html);
        Assert.Equal("|%d %b %Y", mail.Text);
    }

    [Fact]
    public void Blocks_do_not_see_what_the_mail_assigned()
    {
        using var bench = Workbench.Mail("{{ x = 1; block \"b\" }}", ("mail/b.html", "[{{ x }}]"));
        Assert.Equal("[]", bench.Render().Html);
    }

    [Theory]
    [InlineData("{{ profile.x = 1 }}")]
    [InlineData("{{ data.x = 1 }}")]
    [InlineData("{{ string.x = 1 }}")]
    [InlineData("{{ array.add profile.list 1; profile.list[0] = 9 }}")]
    public void A_template_cannot_change_what_it_was_given(string source)
    {
        using var bench = Workbench.Mail("<p>ok</p>", ("mail/fallback/body.html", "<p>static</p>"));
        var draft = bench.Load().Compile(new TemplateDraft { Text = source });
        var isRefused = draft.Template is null || Workbench.Render(draft.Template, """{"list":[1]}""").Faults.Count > 0;
        Assert.True(isRefused);
    }

    [Fact]
    public void Defaults_stand_in_for_what_a_person_has_not()
    {
        using var bench = Workbench.Mail(
            "{{ profile.name }} {{ profile.points }} {{ profile.flag }}",
            ("mail/template.yaml", "subject: s\ndefaults:\n  name: friend\n  points: 0\n  flag: true\n"));
        Assert.Equal("friend 0 true", bench.Render().Html);
        Assert.Equal("friend 0 true", bench.Render("""{"name":null,"points":null,"flag":""}""").Html);
        Assert.Equal("Ann 7 false", bench.Render("""{"name":"Ann","points":7,"flag":false}""").Html);
    }

    [Fact]
    public void Only_the_parts_that_are_asked_for_are_rendered()
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/template.yaml", "subject: s\npreheader: p\n"));
        var mail = bench.Render(parts: [Part.Subject]);
        Assert.Equal(("s", null, null, null), (mail.Subject, mail.Preheader, mail.Html, mail.Text));
    }

    [Fact]
    public void Subject_and_preheader_are_one_line_without_html_escaping()
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/template.yaml", "subject: \"Hi {{ profile.name }}!\"\npreheader: \"{{ profile.name }}\"\n"));
        var mail = bench.Render("""{"name":"A\r\nBcc: b & <c>\u0000\u2028d"}""");
        Assert.Equal("Hi A Bcc: b & <c> d!", mail.Subject);
        Assert.Equal("A Bcc: b & <c> d", mail.Preheader);
    }

    [Fact]
    public void The_text_part_is_written_without_html_escaping()
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/body.txt", "Hi {{ profile.name }}\n"), ("mail/template.yaml", "subject: s\n"));
        Assert.Equal("Hi <A> & \"B\"\n", bench.Render("""{"name":"<A> & \"B\""}""").Text);
    }

    [Fact]
    public void A_skip_ends_the_message_and_says_why()
    {
        using var bench = Workbench.Mail("{{ if !profile.consent; skip \"no consent\\r\\nX: é\"; end }}<p>x</p>");
        var mail = bench.Render();
        Assert.Equal("no consent??X: ?", mail.SkipReason);
        Assert.Equal((null, null, null), (mail.Subject, mail.Html, mail.Text));
        Assert.Equal("<p>x</p>", bench.Render("""{"consent":true}""").Html);
    }

    [Fact]
    public void Images_are_declared_and_shown_with_size_and_alt()
    {
        using var bench = Workbench.Mail(
            "{{ image \"hero\" }}",
            ("mail/body.txt", "{{ image 'hero' }}"),
            ("mail/template.yaml", "subject: s\nimages:\n  hero: {src: 'https://cdn.example/a.png?x=1&y=2', alt: 'A \"mug\"', width: 600, height: 200}\n"));
        var mail = bench.Render();
        Assert.StartsWith("<img src=\"https://cdn.example/a.png?x=1&amp;y=2\" alt=\"A &quot;mug&quot;\" width=\"600\" height=\"200\" style=", mail.Html, StringComparison.Ordinal);
        Assert.Equal("A \"mug\"", mail.Text);
    }

    [Fact]
    public void A_profile_with_broken_characters_still_renders()
    {
        using var bench = Workbench.Mail("<p>{{ profile.name }}</p>");
        Assert.Equal("<p>a\ufffdb\n</p>", bench.Render("""{"name":"a\ud800b\n"}""").Html);
    }

    [Fact]
    public void One_template_renders_many_people_at_once()
    {
        using var bench = Workbench.Mail(
            "{{ for i in 1..20 }}{{ profile.name }} {{ end }}{{ block \"b\" }}", ("mail/fallback/body.html", "static"), ("mail/b.html", "{{ date.format = '%Y'; profile.name }}"));
        var template = bench.Template();
        Parallel.For(0, 500, i =>
        {
            var mail = Workbench.Render(template, $$"""{"name":"n{{i}}"}""");
            Assert.Equal(string.Concat(Enumerable.Repeat($"n{i} ", 20)) + $"n{i}", mail.Html);
        });
    }
}
