using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>Every fault is found with its file, line and column, all at once.</summary>
public sealed class CheckTests
{
    private const string Good = "subject: s\n";

    public static TheoryData<string, string, Severity, int, int, string> Faults => new()
    {
        // code, file, severity, line, column, the file's text
        { "syntax", "mail/body.html", Severity.Error, 2, 9, "<p>\n  {{ if }}\n</p>{{ end }}" },
        { "function_unknown", "mail/body.html", Severity.Error, 1, 19, "<p>{{ profile.x | string.upcas }}</p>" },
        { "function_unknown", "mail/body.html", Severity.Error, 1, 7, "<p>{{ format_mony 3 }}</p>" },
        { "function_unknown", "mail/body.html", Severity.Error, 1, 10, "<p>{{ if profile.interests contains 'garden' }}x{{ end }}</p>" },
        { "function_unknown", "mail/body.html", Severity.Error, 1, 7, "<p>{{ data.order.total 3 }}</p>" },
        { "function_removed", "mail/body.html", Severity.Error, 1, 15, "<p>{{ \"1+1\" | object.eval }}</p>" },
        { "name_reserved", "mail/body.html", Severity.Error, 1, 7, "<p>{{ profile = 1 }}</p>" },
        { "name_reserved", "mail/body.html", Severity.Error, 1, 11, "<p>{{ for data in [1] }}x{{ end }}</p>" },
        { "name_unknown", "mail/body.html", Severity.Warning, 1, 7, "<p>{{ profil?.x }}</p>" },
        { "reads_everything", "mail/body.html", Severity.Warning, 1, 7, "<p>{{ profile[data.x ?? \"a\"] }}</p>" },
        { "block_unknown", "mail/body.html", Severity.Error, 2, 10, "<p></p>\n{{ block \"foter\" }}" },
        { "segment_unknown", "mail/body.html", Severity.Error, 1, 10, "<p>{{ if segments.vop }}x{{ end }}</p>" },
        { "image_unknown", "mail/body.html", Severity.Error, 1, 13, "<p>{{ image \"hero\" }}</p>" },
        { "image_alt_missing", "mail/body.html", Severity.Warning, 2, 3, "<p>\n  <img src=\"{{ a > 1 ? 1 : 2 }}\">x</p>" },
        { "place_script", "mail/body.html", Severity.Error, 1, 12, "<script>{{ profile.x }}</script>" },
        { "place_script", "mail/body.html", Severity.Error, 1, 26, "<a href=\"javascript:a({{ profile.x }})\">x</a>" },
        { "place_event_handler", "mail/body.html", Severity.Error, 1, 18, "<p onclick=\"a({{ profile.x }})\">x</p>" },
        { "place_tag_name", "mail/body.html", Severity.Error, 1, 6, "<h{{ profile.x }}>x</h1>" },
        { "place_attribute_name", "mail/body.html", Severity.Error, 1, 7, "<p {{ profile.x }}>x</p>" },
        { "branches_differ", "mail/body.html", Severity.Error, 1, 4, "{{ if profile.x }}<p title=\"{{ end }}x" },
        { "part_unclosed", "mail/body.html", Severity.Error, 1, 2, "x<p title=\"{{ profile.x }}" },
        { "raw_not_allowed", "mail/body.html", Severity.Error, 1, 7, "<p>{{ raw profile.x }}</p>" },
        { "esp_unknown", "mail/template.yaml", Severity.Error, 2, 6, "subject: s\nesp: sendgird\n" },
        { "translation_missing", "mail/body.html", Severity.Error, 1, 9, "<p>{{ t \"cta\" }}</p>" },
        { "static_fails", "mail/body.html", Severity.Error, 1, 18, "<p>{{ data.order.total }}</p>" },
        { "static_empty", "mail/fallback/body.html", Severity.Error, 0, 0, "" },
        { "not_utf8", "mail/body.html", Severity.Error, 2, 3, "one\nab\u00ff" },
        { "yaml_invalid", "mail/template.yaml", Severity.Error, 2, 9, "subject: s\nlocale: \"en\n" },
        { "yaml_invalid", "mail/template.yaml", Severity.Error, 1, 10, "subject: &a s\n" },
        { "key_twice", "mail/template.yaml", Severity.Error, 2, 1, "subject: s\nsubject: t\n" },
        { "unknown_key", "mail/template.yaml", Severity.Error, 1, 1, "subjekt: s\n" },
        { "value_invalid", "mail/template.yaml", Severity.Error, 2, 16, "subject: s\nlimits: {loop: many}\n" },
        { "subject_missing", "mail/template.yaml", Severity.Error, 0, 0, "locale: en-US\n" },
        { "locale_unknown", "mail/template.yaml", Severity.Error, 2, 9, "subject: s\nlocale: xx-YY\n" },
        { "time_zone_unknown", "mail/template.yaml", Severity.Error, 2, 12, "subject: s\ntime_zone: Mars/Olympus\n" },
        { "currency_unknown", "mail/template.yaml", Severity.Error, 2, 11, "subject: s\ncurrency: Euro\n" },
        { "value_invalid", "mail/template.yaml", Severity.Error, 2, 11, "subject: s\nlanguage: erb\n" },
        { "syntax", "mail/template.yaml", Severity.Error, 1, 20, "subject: \"Hi {% if %}\"\nlanguage: liquid\n" },
        { "syntax", "mail/template.yaml", Severity.Error, 1, 20, "subject: \"Hi {{ if }}\"\n" },
        { "default_missing", "mail/template.yaml", Severity.Error, 4, 5, "subject: s\nblocks:\n  hero:\n    variants: [{name: a, rule: profile.x, html: A}]\n" },
        { "variant_invalid", "mail/template.yaml", Severity.Error, 4, 16, "subject: s\nblocks:\n  hero:\n    variants: [{name: a, html: A}]\n    default: none\n" },
        { "variant_twice", "mail/template.yaml", Severity.Error, 4, 5, "subject: s\nblocks:\n  hero:\n    variants: [{name: a, rule: profile.x, html: A}, {name: a, rule: profile.y, html: B}]\n    default: none\n" },
        { "content_missing", "mail/template.yaml", Severity.Error, 4, 16, "subject: s\nblocks:\n  hero:\n    variants: [{name: a, rule: profile.x}]\n    default: none\n" },
        { "file_missing", "mail/template.yaml", Severity.Error, 4, 11, "subject: s\nblocks:\n  hero:\n    file: heroo.html\n" },
        { "path_refused", "mail/template.yaml", Severity.Error, 4, 11, "subject: s\nblocks:\n  hero:\n    file: ../../secret.html\n" },
        { "fallback_missing", "mail/template.yaml", Severity.Error, 3, 3, "subject: s\nblocks:\n  hero:\n    html: H\n    fallback: static\n" },
        { "block_no_last_rung", "mail/template.yaml", Severity.Error, 3, 3, "subject: s\nblocks:\n  hero:\n    html: \"{{ profile.x }}\"\n" },
        { "block_unused", "mail/template.yaml", Severity.Warning, 3, 3, "subject: s\nblocks:\n  hero:\n    html: H\n" },
        { "rule_invalid", "mail/template.yaml", Severity.Error, 5, 17, "subject: s\nblocks:\n  hero:\n    variants:\n      - {rule: '{{ profile.x }}', name: a, html: A}\n    default: none\n" },
        { "syntax", "mail/template.yaml", Severity.Error, 6, 24, "subject: s\nblocks:\n  hero:\n    html: |\n      <p>\n        {{ profile.x | }}\n      </p>\n" },
        { "url_invalid", "mail/template.yaml", Severity.Error, 2, 22, "subject: s\nimages: {hero: {src: javascript:x, alt: ''}}\n" },
        { "image_alt_missing", "mail/template.yaml", Severity.Warning, 2, 10, "subject: s\nimages: {hero: {src: 'https://a.example/x.png'}}\n" },
        { "syntax", "segments.yaml", Severity.Error, 1, 21, "vip: profile.tier ==\n" },
        { "segment_cycle", "segments.yaml", Severity.Error, 2, 4, "a: segments.b\nb: segments.a\n" },
        { "name_invalid", "segments.yaml", Severity.Error, 1, 1, "big-spender: profile.x\n" },
        { "key_missing", "segments.yaml", Severity.Error, 2, 3, "vip:\n  description: x\n" },
        { "value_invalid", "segments.yaml", Severity.Error, 1, 6, "vip: [a]\n" },
        { "rule_invalid", "segments.yaml", Severity.Error, 1, 6, "vip: x = 1\n" },
        { "unknown_key", "workspace.yaml", Severity.Error, 2, 3, "limits:\n  concurency: 3\n" },
        { "locale_unknown", "mail/locales/klingon.yaml", Severity.Error, 0, 0, "a: b\n" },
        { "value_invalid", "mail/locales/de.yaml", Severity.Error, 1, 4, "a: [b]\n" },
        { "sample_invalid", "mail/samples/a.json", Severity.Warning, 2, 2, "{\n}}" },
        { "sample_invalid", "mail/samples/a.json", Severity.Warning, 1, 1, "[]" },
        { "fallback_dynamic", "mail/fallback/hero.html", Severity.Warning, 1, 4, "<p>{{ profile.name }}</p>" },
        { "fallback_unused", "mail/fallback/hero.html", Severity.Info, 0, 0, "<p>x</p>" },
        { "file_unused", "mail/spare.html", Severity.Info, 0, 0, "<p>x</p>" },
        { "file_too_large", "mail/body.html", Severity.Error, 0, 0, new string('x', (1 << 20) + 1) },
        { "html_too_large", "mail/body.html", Severity.Warning, 0, 0, new string('x', 110_000) },
        { "style_too_large", "mail/body.html", Severity.Warning, 1, 1, $"<style>{new string('x', 17_000)}</style><p>x</p>" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_at_its_place(string code, string file, Severity severity, int line, int column, string text)
    {
        using var bench = Workbench.Mail("<p>Hello</p>", ("mail/template.yaml", Good));
        bench.Write(file, code == "not_utf8" ? [.. text.Select(c => (byte)c)] : System.Text.Encoding.UTF8.GetBytes(text));
        var found = bench.Check();
        var fault = found.FirstOrDefault(d => d.Code == code);
        Assert.True(fault is not null, $"found instead: {string.Join("\n", found)}");
        Assert.Equal((severity, file, line, column), (fault.Severity, fault.File, fault.Line, fault.Column));
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_folder_has_no_finding()
    {
        using var bench = Workbench.Mail("<p>Hello</p>", ("mail/template.yaml", Good));
        Assert.Empty(bench.Check());
    }

    [Fact]
    public void All_faults_of_all_templates_are_found_at_once()
    {
        using var bench = new Workbench(
            ("a/body.html", "{{ if }}"), ("a/template.yaml", Good), ("b/body.html", "<p>{{ block 'x' }}</p>"), ("b/template.yaml", Good),
            ("c/body.html", "<p>c</p>"), ("c/template.yaml", Good), ("segments.yaml", "v: ==\n"), ("workspace.yaml", "locale: xx\n"));
        var workspace = bench.Load();
        Assert.Equal(["a", "b"], workspace.Broken.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["c"], workspace.Templates.Keys);
        Assert.Equal(
            ["a/body.html", "b/body.html", "segments.yaml", "workspace.yaml"],
            workspace.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.File!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_misspelt_name_is_met_with_the_one_that_was_meant()
    {
        using var bench = Workbench.Mail(
            "<p>{{ profile.fist_name }}{{ block 'foter' }}</p>",
            ("_blocks/footer.html", "<p>f</p>"),
            ("mail/template.yaml", Good),
            ("workspace.yaml", "connections:\n  crm: {type: hubspot, attributes: {first_name: firstname}}\n"));
        var found = bench.Check();
        Assert.Contains("did you mean 'first_name'?", found.Single(d => d.Code == "attribute_unknown").Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'footer'?", found.Single(d => d.Code == "block_unknown").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_block_with_a_fault_breaks_those_that_use_it_and_is_said_once()
    {
        using var bench = new Workbench(
            ("_blocks/footer.html", "{{ if }}"),
            ("a/body.html", "<p>{{ block 'footer' }}</p>"), ("a/template.yaml", Good),
            ("b/body.html", "<p>{{ block 'footer' }}</p>"), ("b/template.yaml", Good),
            ("c/body.html", "<p>c</p>"), ("c/template.yaml", Good));
        var workspace = bench.Load();
        Assert.Equal(["a", "b"], workspace.Broken.Keys.Order(StringComparer.Ordinal));
        Assert.All(workspace.Diagnostics.Where(d => d.File == "_blocks/footer.html"), d => Assert.Equal("syntax", d.Code));
        Assert.Equal(workspace.Diagnostics.Count, workspace.Diagnostics.Distinct().Count());
    }

    [Fact]
    public void A_sample_that_fails_is_a_warning_at_the_place_of_the_fault()
    {
        using var bench = Workbench.Mail(
            "<p>{{ if profile.a }}{{ profile.a.b.c }}{{ end }}</p>", ("mail/template.yaml", Good), ("mail/samples/odd.json", "{\"a\":{}}"));
        var found = Assert.Single(bench.Check());
        Assert.Equal(("sample_fails", Severity.Warning, "mail/body.html", 1), (found.Code, found.Severity, found.File, found.Line));
        Assert.NotNull(bench.Load().Find("mail"));
    }

    [Fact]
    public void A_rule_that_fails_for_a_sample_is_named_where_it_stands()
    {
        using var bench = Workbench.Mail(
            """{{ block "hero" }}""",
            ("mail/template.yaml", "subject: x\nblocks:\n  hero:\n    variants: [{name: young, rule: 'profile.name | string.slice -1', html: a}]\n    default: {html: b}\n    fallback: drop\n"),
            ("mail/fallback/body.html", "<p>Hello</p>"), ("mail/samples/ann.json", """{"name":"Ann"}"""));
        var found = Assert.Single(bench.Check(), finding => finding.Code == "sample_fails");
        Assert.Equal((Severity.Warning, "mail/template.yaml", 4), (found.Severity, found.File, found.Line));
        Assert.Contains("With the sample 'ann'", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_a_template_is_named()
    {
        using var bench = new Workbench(("My Mail!/body.html", "x"), (".git/body.html", "x"), ("_drafts/body.html", "x"), ("assets/logo.png", "x"));
        Assert.Equal("template_name", Assert.Single(bench.Check()).Code);
    }

    [Fact]
    public void A_template_without_its_yaml_takes_the_subject_from_the_title()
    {
        using var bench = new Workbench(("mail/body.html", "<html><head><title>Fish &amp; {{ profile.x }}</title></head><body>b</body></html>"));
        Assert.Equal("subject_from_title", Assert.Single(bench.Check()).Code);
        Assert.Equal("Fish & <b>", bench.Render("""{"x":"<b>"}""").Subject);
    }

    [Fact]
    public void No_message_of_a_fault_at_render_carries_a_value()
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/template.yaml", Good));
        string[] sources =
        [
            "{{ profile.v * 'x' }}", "{{ profile.v + {} }}", "{{ format_money profile.v }}", "{{ format_date profile.v }}", "{{ profile.v | date.parse | date.add_days 'x' }}",
            "{{ profile.v[0].x.y }}", "{{ -profile.v }}", "{{ profile.v | math.round }}", "{{ profile.v | string.to_int | math.divided_by 0 }}", "{{ if profile.v && 1 > profile.v }}x{{ end }}",
            "{{ with profile.v }}x{{ end }}", "{{ for x in profile.v limit: profile.v }}x{{ end }}", "{{ profile.v 1 }}", "{{ t profile.v }}", "{{ block profile.v }}", "{{ [1][profile.v] }}",
            "{{ profile.v | object.from_json }}", "{{ profile.v | regex.match profile.v }}", "{{ profile.v | timespan.parse }}", "{{ date.parse profile.v 'x' profile.v }}",
        ];
        foreach (var source in sources)
        {
            var made = bench.Load().Compile(new Renderer.Templates.TemplateDraft { Text = source });
            var faults = made.Template is null ? made.Diagnostics : Workbench.Render(made.Template, """{"v":"canary-(7f3"}""").Faults;
            Assert.All(faults, f => Assert.DoesNotContain("canary", f.Message, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void A_rule_that_asks_with_a_word_that_is_no_operator_says_what_to_write()
    {
        using var bench = Workbench.Mail("<p>{{ if segments.gardeners }}x{{ end }}</p>", ("segments.yaml", "gardeners: profile.interests contains 'garden'\n"));
        var finding = Assert.Single(bench.Check(), d => d.Code == "function_unknown");
        Assert.Contains("'profile.interests | array.contains …'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hint_names_a_function_as_it_is_called()
    {
        using var bench = Workbench.Mail("<p>{{ data.list | array.contians 'x' }}</p>");
        Assert.Contains("did you mean 'array.contains'?", Assert.Single(bench.Check(), d => d.Code == "function_unknown").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_compiler_is_a_finding_of_the_template_that_meets_it()
    {
        var made = TemplateMaker.Guarded(new Place("mail/template.yaml"), () => throw new InvalidOperationException("a value"));
        Assert.Null(made.Template);
        var finding = Assert.Single(made.Diagnostics);
        Assert.Equal(("compiler_fault", Severity.Error, "mail/template.yaml"), (finding.Code, finding.Severity, finding.File));
        Assert.DoesNotContain("a value", finding.Message, StringComparison.Ordinal);
    }
}
