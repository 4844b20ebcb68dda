using System.Diagnostics;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>What an author types can be wrong, hostile or endless: it is refused or bounded, and the process lives.</summary>
public sealed class LimitTests
{
    public static TheoryData<string> Vectors =>
    [
        "{{ [1,2,3] * 500000000 }}",
        "{{ 'ab' * 900000000 }}",
        "{{ 1 << 2000000000 }}",
        "{{ 99999999999 * 99999999999 * 99999999999 | math.round }}",
        "{{ 1..2000000000 | array.size }}",
        "{{ (1..2000000) | array.join ',' }}",
        "{{ '' | string.pad_left 2000000000 }}",
        "{{ x = '' | string.pad_right 500000; for i in 1..1000; x; end }}",
        "{{ x = []; x = x | array.insert_at 2000000000 1; x.size }}",
        "{{ x = {}; x.self = x; x }}",
        "{{ x = {}; x.self = x; x | object.to_json }}",
        "{{ x = 'a'; while true; x = x + x; end }}",
        "{{ for a in 1..900; for b in 1..900; for c in 1..900; end; end; end }}",
        "{{ func f(n); f n; end; f 1 }}",
        "{{ func f(n); if n > 60; ret 1; end; ret (f (n + 1)) + (f (n + 1)); end; f 1 }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' | regex.match '^(a|aa)+$' }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' | regex.replace '(a*)*c' '' }}",
        "{{ '[' * 5000 | object.from_json }}",
        "{{ " + new string('(', 20_000) + "1" + new string(')', 20_000) + " }}",
        "{{ " + new string('[', 20_000) + new string(']', 20_000) + " }}",
        "{{ " + string.Concat(Enumerable.Repeat("if 1; ", 20_000)) + " }}",
        "{{ 1" + string.Concat(Enumerable.Repeat("+1", 100_000)) + " }}",
        string.Concat(Enumerable.Repeat("{{ if 1 }}", 20_000)),
        "{{ [@block] | array.map 'target' }}",
        "{{ 'x' | object.eval }}",
        "{{ '{{ 1 }}' | object.eval_template }}",
        "{{ include '/etc/passwd' }}",
        "{{ include_join ['a','b'] 'c' }}",
    ];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void It_is_refused_or_bounded(string source)
    {
        using var bench = new Workbench();
        var workspace = bench.Load();
        var clock = Stopwatch.StartNew();
        var made = workspace.Compile(new TemplateDraft { Text = source });
        var mail = made.Template is null ? null : Workbench.Render(made.Template);

        Assert.True(made.Template is null || mail!.UsedStatic || mail.Text!.Length < 600_000, "neither refused nor bounded");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) >> 20, 0, 1500);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<a ")]
    [InlineData("<img {{ 1 }}")]
    [InlineData("<img \"")]
    [InlineData("<title>")]
    [InlineData("<style>")]
    [InlineData("<!--")]
    [InlineData("{{{{")]
    [InlineData("<p>")]
    [InlineData("<li>")]
    [InlineData("<table><tr><td>")]
    [InlineData("</div>")]
    [InlineData("&amp;&")]
    public void Html_that_says_one_thing_for_ever_is_read_in_time(string piece)
    {
        using var bench = new Workbench();
        var html = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        var clock = Stopwatch.StartNew();
        var made = bench.Load().Compile(new TemplateDraft { Html = html, Preheader = "p" });
        if (made.Template is not null)
        {
            Workbench.Render(made.Template);
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Functions_do_not_show_what_is_behind_them()
    {
        using var bench = new Workbench();
        var made = bench.Load().Compile(new TemplateDraft { Text = "{{ x = ([@block] | array.map 'target')[0]; x }}{{ ([@t] | array.map 'name')[0] }}|" });
        Assert.Equal("|", Workbench.Render(made.Template!).Text);
    }

    [Fact]
    public void Scriban_is_not_older_than_its_last_advisory()
    {
        // CVE-2026-124438 is fixed in 7.5.2; the package audit knows nothing of it.
        var assembly = typeof(Renderer.Templates.Scriban.ScribanScript).GetProperty("Parsed")!.PropertyType.Assembly;
        var version = Version.Parse(System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Reflection.AssemblyFileVersionAttribute>(assembly)!.Version);
        Assert.True(version >= new Version(7, 5, 2), version.ToString());
    }

    [Fact]
    public void The_output_limit_is_a_fault_and_never_a_silent_cut()
    {
        using var bench = Workbench.Mail("<p>{{ for i in 1..900; 'aaaaaaaaaaaaaaaaaaaa'; end }}</p>", ("mail/fallback/body.html", "static"), ("mail/template.yaml", "subject: s\nlimits: {output_kb: 16}\n"));
        var mail = bench.Render();
        Assert.Equal((true, Renderer.Model.Reason.Limit, "static"), (mail.UsedStatic, mail.Reason, mail.Html));
    }
}
