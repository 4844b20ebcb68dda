using System.Diagnostics;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Liquid;

/// <summary>What an author types in Liquid can be endless, too: it is refused or bounded, compiled and interpreted, and the process lives.</summary>
public sealed class LiquidLimitTests
{
    private const string Doubling = "{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}";

    public static TheoryData<string> Vectors =>
    [
        "{% for i in (1..2000000000) %}{% endfor %}",
        "{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% tablerow i in (1..2000000000) %}{% endtablerow %}",
        "{{ (1..2000000000) | join: ',' }}",
        "{{ (1..2000000000) | size }}{{ (1..90000) | reverse | join: 'aaaaaaaaaaaaaaaa' }}",
        "{% assign x = 'ab' %}" + Doubling + "{{ x }}",
        "{% capture x %}ab{% endcapture %}{% for i in (1..60) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}{{ x }}",
        "{% assign x = 'ab' %}{% for i in (1..60) %}{% assign x = x | replace: 'a', x %}{% endfor %}{{ x }}",
        "{% assign x = 'a,b' | split: ',' %}{% for i in (1..60) %}{% assign x = x | concat: x %}{% endfor %}{{ x }}",
        "{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..14) %}{% assign s = s | append: s %}{% endfor %}{% assign x = s | split: '@' %}{% for i in (1..15) %}{% assign x = x | concat: x %}{% endfor %}{{ x }}",
        "{% assign s = 'a,' %}{% for i in (1..15) %}{% assign s = s | append: s %}{% endfor %}{% for i in (1..900) %}{% assign p = s | split: ',' %}{% assign q = q | concat: p %}{% endfor %}",
        "{% assign x = 9 %}{% for i in (1..900) %}{% assign x = x | times: x %}{% endfor %}{{ x }}",
        "{{ '9999999999999999999999999999' | times: 9.9 | times: '9999999999999999999999999999' | round }}",
        "{{ 1 | divided_by: 0.0 | round }}{{ 5 | modulo: 0.0 | floor }}",
        "{{ '" + new string('<', 100_000) + "' | strip_html }}{{ '" + new string('&', 50_000) + "' | escape_once }}",
        "{{ 'now' | date: '" + string.Concat(Enumerable.Repeat("%99999d", 5000)) + "' }}",
        "{{ " + string.Concat(Enumerable.Repeat("a[", 20_000)) + "1" + new string(']', 20_000) + " }}",
        "{{ " + new string('(', 20_000) + " }}",
        "{{ a" + string.Concat(Enumerable.Repeat(".b", 100_000)) + " }}",
        "{% if " + string.Concat(Enumerable.Repeat("a or ", 20_000)) + "b %}{% endif %}",
        "{{ 'a' " + string.Concat(Enumerable.Repeat("| upcase ", 50_000)) + "}}",
        string.Concat(Enumerable.Repeat("{% if 1 %}", 20_000)),
        string.Concat(Enumerable.Repeat("{% comment %}", 20_000)),
        string.Concat(Enumerable.Repeat("{% raw %}", 20_000)),
        string.Concat(Enumerable.Repeat("{% liquid liquid ", 20_000)),
        string.Concat(Enumerable.Repeat("{{ a", 50_000)),
        string.Concat(Enumerable.Repeat("{% endraw", 50_000)),
        string.Concat(Enumerable.Repeat("{%- -", 50_000)),
        "{% include x %}{% render 'x' %}",
        "{{ (9223372036854775806..9223372036854775807) | reverse | join: ',' }}{% for i in (9223372036854775806..9223372036854775807) %}{{ i }}{% endfor %}",
        "{{ (-9223372036854775808..9223372036854775807) | size }}",
        "{{ 'now' | date: '%" + new string('-', 200_000) + "d' }}",
        "{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..14) %}{% assign s = s | append: s %}{% endfor %}{% assign x = s | split: '@' %}{% for i in (1..14) %}{% assign x = x | concat: x %}{% endfor %}{% for i in (1..900) %}{% if x contains 'b' %}{% endif %}{% endfor %}",
        "{% for i in (1..1000) %}" + new string('x', 100_000) + "{% endfor %}",
        "{% assign x = 'ab' %}{% for i in (1..60) %}{% assign x = x | upcase | append: x | escape %}{% endfor %}{{ x }}",
        "{% for i in (1..1000) %}{% assign x = '" + new string('a', 100_000) + "' | upcase %}{% endfor %}",
        "{% for i in (1..900) %}{{ 'now' | date: '" + new string('a', 100_000) + "' }}{% endfor %}",
        "{% for i in (1..40) %}{% for j in (1..40) offset: continue %}{% endfor %}{% endfor %}",
        "{% tablerow i in (1..900) cols: -9 %}{% tablerow j in (1..900) cols: 99999999999 %}{% endtablerow %}{% endtablerow %}",
        "{% increment profile %}",
        "{% render 'profile' with data.person %}",
    ];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void It_is_refused_or_bounded(string source)
    {
        using var bench = new Workbench();
        var workspace = bench.Load();
        foreach (var isCompiled in new[] { true, false })
        {
            var clock = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var made = workspace.Compile(new TemplateDraft { Language = "liquid", Text = source });
            var mail = made.Template is not { } good ? null : Workbench.Render(isCompiled ? good : good.Interpreted());

            // The output limit is a fault of the mail, so what comes out is below it.
            Assert.True(made.Template is null || mail!.UsedStatic || mail.Text!.Length <= 512 << 10, "neither refused nor bounded");
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400L << 20);
        }
    }

    [Theory]
    [InlineData("{% for i in (1..1001) %}{% endfor %}", "The loops make more than 1000 turns.")]
    [InlineData("{% for i in (1..40) %}{% for j in (1..40) %}{% endfor %}{% endfor %}", "The loops make more than 1000 turns.")]
    [InlineData("{% assign x = 'ab' %}" + Doubling, "The text is longer than 512 KB.")]
    [InlineData("{% include data.name %}", "More than 50 blocks stand within each other.")]
    public void Over_a_limit_is_a_fault_that_says_which(string source, string message)
    {
        using var bench = new Workbench();
        var made = bench.Load().Compile(new TemplateDraft
        {
            Language = "liquid", Text = source, Blocks = new Dictionary<string, string> { ["again"] = "{% include data.name %}" },
        });
        var mail = Workbench.Render(made.Template!, data: """{"name":"again"}""");
        Assert.Equal((true, Reason.Limit, message), (mail.UsedStatic, mail.Reason, mail.Faults[0].Message));
    }

    [Fact]
    public void Blocks_within_blocks_cannot_eat_the_stack()
    {
        using var bench = new Workbench();
        var nested = string.Concat(Enumerable.Repeat("{% if true %}", 97)) + "{% assign n = n | plus: 1 %}{% if n < 50 %}{% include data.name %}{% else %}{% block data.name %}{% endif %}"
            + string.Concat(Enumerable.Repeat("{% endif %}", 97));
        var made = bench.Load().Compile(new TemplateDraft { Language = "liquid", Html = "<p>{% block data.name %}</p>", Blocks = new Dictionary<string, string> { ["again"] = nested } });
        var mail = Workbench.Render(made.Template!, data: """{"name":"again"}""");
        Assert.Contains(mail.Faults, fault => fault.Code == "limit");
    }

    [Fact]
    public void Small_captures_in_a_large_mail_are_no_large_captures()
    {
        using var bench = new Workbench();
        var made = bench.Load().Compile(new TemplateDraft
        {
            Language = "liquid", Html = "<p>" + new string('x', 100_000) + "</p>{% for i in (1..400) %}{% capture c %}{{ i }}{% endcapture %}{{ c }}{% endfor %}",
        });
        Assert.Empty(Workbench.Render(made.Template!).Faults);
    }

    [Fact]
    public void Cancelling_ends_a_loop()
    {
        using var bench = Workbench.Mail(
            "<p>{% for i in (1..100000) %}{% assign x = i | plus: 1 | times: 2 %}{% endfor %}</p>",
            ("mail/template.yaml", "language: liquid\nfailure: {fallback: drop}\nsubject: s\nlimits: {loop: 100000}\n"),
            ("mail/fallback/body.html", "static"));
        var mail = bench.Template().Render(Workbench.Scope(), [], [Part.Html], new CancellationToken(canceled: true));
        Assert.Equal((true, Reason.Limit, "static"), (mail.UsedStatic, mail.Reason, mail.Html));
    }
}
