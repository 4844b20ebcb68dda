using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>What AMP lists and forms ask for: one JSON object, whatever stands in values and whatever fails.</summary>
public sealed class AmpDataTests
{
    private const string Yaml = "subject: s\nfailure: {fallback: drop}\namp_data: {products: {}}\n";
    private const string Hostile = """</script>"}]},{"items":[{"x":"\ <!-- {{ y }} é 😀""";

    [Theory]
    [InlineData("scriban", """{"items":[{{ for p in profile.picks }}{"name":"{{ p.name }}","price":{{ p.price }},"all":{{ p }}},{{ end }}]}""")]
    [InlineData("liquid", """{"items":[{% for p in profile.picks %}{"name":"{{ p.name }}","price":{{ p.price }},"all":{{ p }}},{% endfor %}]}""")]
    public void Values_stand_in_json_whatever_is_in_them(string language, string source)
    {
        using var bench = Bench($"language: {language}\n{Yaml}", ("mail/products.json", source));
        var profile = JsonSerializer.Serialize(new { picks = new object[] { new { name = Hostile, price = 1.5 }, new { name = "b", price = (object?)null } } });
        foreach (var template in Ways(bench.Template()))
        {
            var amp = Render(template, profile);
            using var json = JsonDocument.Parse(amp.Json);
            var items = json.RootElement.GetProperty("items");
            Assert.Equal(2, items.GetArrayLength());
            Assert.Equal((Hostile, 1.5), (items[0].GetProperty("name").GetString(), items[0].GetProperty("price").GetDouble()));
            Assert.Equal(Hostile, items[0].GetProperty("all").GetProperty("name").GetString());
            Assert.Equal(JsonValueKind.Null, items[1].GetProperty("price").ValueKind);
            Assert.Equal((Outcome.Live, Reason.None), (amp.Outcome, amp.Reason));
        }
    }

    [Fact]
    public void Both_ways_of_rendering_write_the_same_bytes()
    {
        using var bench = Bench(
            Yaml,
            ("mail/products.json", """{"words":"{{ t "hello" }}","when":"{{ now | date.to_string '%F' }}","n":{{ profile.n }},"caught":"{{ capture x }}<b>{{ profile.a }}</b>{{ end }}{{ x }}","if":{{ if profile.n > 2 }}"many"{{ else }}"few"{{ end }}}"""),
            ("mail/locales/en.yaml", "hello: \"Hello \\\"you\\\"\"\n"));
        var all = Ways(bench.Template()).Select(way => Encoding.UTF8.GetString(Render(way, """{"n":3,"a":"1<2 & \"3\""}""").Json.Span)).Distinct().ToList();

        Assert.Equal("""{"words":"Hello \"you\"","when":"2026-11-27","n":3,"caught":"1<2 & \"3\"","if":"many"}""", Assert.Single(all));
    }

    [Theory]
    [InlineData("""{"items":[{{ profile.a }}""")]
    [InlineData("""["items"]""")]
    [InlineData("""{"items":[]} {{ profile.a }}""")]
    [InlineData("""{"items":[1 {{ profile.a }}]}""")]
    [InlineData("""{"items":"\ud800"}""")]
    public void What_is_no_json_object_falls_to_the_file_for_it_else_to_a_list_of_nothing(string source)
    {
        using var bench = Bench(Yaml, ("mail/products.json", source));
        bench.Write("mail/samples/a.json", """{"a":1}""");
        Assert.Contains(bench.Check(), finding => finding is { Code: "sample_fails", File: "mail/products.json" });
        var amp = Render(bench.Template(), """{"a":1}""");
        Assert.Equal(("""{"items":[]}""", Outcome.Dropped, Reason.RenderError), (Text(amp), amp.Outcome, amp.Reason));

        bench.Write("mail/fallback/products.json", """{"items": [ {"name": "Mug"}, ] }""");
        amp = Render(bench.Template(), """{"a":1}""");
        Assert.Equal(("""{"items":[{"name":"Mug"}]}""", Outcome.Static, Reason.RenderError), (Text(amp), amp.Outcome, amp.Reason));
        Assert.Equal(Text(amp), Encoding.UTF8.GetString(bench.Template().RenderAmpStatic("products", Reason.Limit)!.Json.Span));
    }

    [Theory]
    [InlineData("{{ profile.a.b.c }}")]
    [InlineData("{{ for i in 1..2000 }}{{ profile.a }}{{ end }}")]
    [InlineData("{{ skip 'no' }}")]
    public void A_fault_costs_the_data_alone_and_no_message_is_skipped_by_it(string source)
    {
        using var bench = Bench(Yaml, ("mail/products.json", $$"""{"items":[{{source}}"x"]}"""), ("mail/fallback/products.json", """{"items":[1]}"""));
        foreach (var template in Ways(bench.Template()))
        {
            var amp = Render(template, "{}");
            Assert.Contains(Text(amp), new[] { """{"items":[1]}""", """{"items":["x"]}""" });
            Assert.NotEqual(Outcome.Skipped, amp.Outcome);
            Assert.Equal("<p>x</p>", Workbench.Render(template).Html);
        }
    }

    [Fact]
    public void Default_values_are_a_rung_before_the_fallback()
    {
        using var bench = Bench(
            "subject: s\nfailure: {fallback: skip}\namp_data: {products: {defaults: {city: Bonn}, stale: 1h}}\n", ("mail/products.json", """{"items":["{{ profile.city | string.upcase }}"]}"""));
        var template = bench.Template();
        var unknown = new RenderScope { Profile = Profile.Empty, Standing = new ProfileStanding(ProfileState.Missing, Reason.ProfileMissing), Now = Workbench.Now };
        var amp = template.RenderAmpData(unknown, [], "products", default)!;

        Assert.Equal(("""{"items":["BONN"]}""", Outcome.Default), (Text(amp), amp.Outcome));
        Assert.Equal("""{"items":["KIEL"]}""", Text(Render(template, """{"city":"Kiel"}""")));
    }

    [Fact]
    public void What_has_the_name_of_a_block_follows_its_decision()
    {
        using var bench = Bench(
            """
            subject: s
            failure: {fallback: drop}
            blocks: {products: {variants: [{segment: vip, html: V}, {name: young, rule: profile.age < 30, html: Y}], default: {name: rest, html: R}}}
            amp_data: {products: {variants: [{name: vip, file: vip.json}]}}
            """,
            ("mail/products.json", """{"items":["all"]}"""), ("mail/vip.json", """{"items":["vip"]}"""), ("segments.yaml", "vip: profile.tier == 'gold'\n"), ("mail/body.html", "<p>x</p>{{ block 'products' }}"));
        var template = bench.Template();
        var data = Assert.Single(template.AmpData);

        Assert.Equal((true, 0), (data.Follows, data.Variants.Count));
        Assert.Null(template.DecideAmpData(Workbench.Scope(), "products", default));
        Assert.Equal("""{"items":["vip"]}""", Text(Render(template, """{"tier":"gold"}""")));
        Assert.Equal("""{"items":["all"]}""", Text(Render(template, """{"age":20}""")));

        // As decided before, whatever holds now.
        var kept = template.Decide(Workbench.Scope(), new Dictionary<string, string> { ["products"] = "vip" }, default);
        Assert.Equal("""{"items":["vip"]}""", Text(template.RenderAmpData(Workbench.Scope(), kept, "products", default)!));
    }

    [Fact]
    public void What_has_a_name_of_its_own_is_decided_by_its_own_rules()
    {
        using var bench = Bench(
            "subject: s\ndecision: always\namp_data: {products: {variants: [{segment: vip, file: vip.json}], xssi_prefix: \")]}'\"}}\n",
            ("mail/products.json", """{"items":["{{ profile.name }}"]}"""), ("mail/vip.json", """{"items":["vip"]}"""), ("segments.yaml", "vip: profile.tier == 'gold'\n"));
        var template = bench.Template();
        var data = Assert.Single(template.AmpData);
        Assert.Equal((false, ")]}'", DecisionPolicy.Always, "default"), (data.Follows, data.Prefix, data.Decision, data.DefaultVariant));
        Assert.Equal(["vip", "default"], data.Variants);
        Assert.Equal("profile.tier == 'gold'", Assert.Single(data.Rules).Text);
        Assert.Equal(["name", "tier"], data.Reads.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["name", "tier"], template.Reads.Names.Order(StringComparer.Ordinal));
        Assert.True(template.RestReads.IsEmpty);

        var gold = Workbench.Scope("""{"tier":"gold"}""");
        var choice = template.DecideAmpData(gold, "products", default)!;
        Assert.Equal(("vip", "vip"), (choice.Variant, choice.Segment));
        Assert.Equal("""{"items":["vip"]}""", Text(template.RenderAmpData(gold, [choice], "products", default)!));
        Assert.Null(template.RenderAmpData(gold, [], "other", default));
    }

    [Fact]
    public void It_is_a_part_of_the_version_and_opens_again_from_the_bundle()
    {
        using var bench = Bench("subject: s\namp_data: {products: {variants: [{segment: vip, file: vip.json}]}}\n",
            ("mail/products.json", """{"items":[]}"""), ("mail/vip.json", """{"items":["vip"]}"""), ("segments.yaml", "vip: profile.tier == 'gold'\n"));
        var first = bench.Template();
        var again = TemplateFolder.Open(first.Bundle).Template!;
        Assert.Equal("""{"items":["vip"]}""", Text(again.RenderAmpData(Workbench.Scope(), [new BlockChoice("products", "vip", "vip", null)], "products", default)!));

        bench.Write("mail/products.json", """{"items":[1]}""");
        Assert.NotEqual(first.Version, bench.Template().Version);
    }

    [Theory]
    [InlineData("{\"a\":\"{{ profile.x }}", "part_unclosed", 1)]
    [InlineData("{\"a\":\"\\{{ profile.x }}\"}", "place_script", 1)]
    [InlineData("{\n\"a\":{{ if profile.x }}\"{{ end }}b\"}", "branches_differ", 2)]
    [InlineData("{\n\n\"a\":\"{{ block 'footer' }}\"}", "block_here", 3)]
    [InlineData("{\"a\":\"{{ image 'hero' }}\"}", "image_here", 1)]
    [InlineData("{\"a\":\"{{ t 'none' }}\"}", "translation_missing", 1)]
    [InlineData("{\"a\":{{ raw profile.x }}}", "raw_not_allowed", 1)]
    public void What_cannot_be_made_safe_is_said_at_its_place(string source, string code, int line)
    {
        using var bench = Bench(Yaml, ("mail/products.json", source), ("_blocks/footer.html", "<p>f</p>"));
        Assert.Contains(bench.Check(), finding => finding.Severity == Severity.Error && finding.Code == code && finding.File == "mail/products.json" && finding.Line == line);
    }

    [Theory]
    [InlineData("amp_data: {products: {file: nothing.json}}", "file_missing")]
    [InlineData("amp_data: {products: {file: ../products.json}}", "path_refused")]
    [InlineData("amp_data: {products: {fallback: skip}}", "unknown_key")]
    [InlineData("amp_data: {'a b': {}}", "name_invalid")]
    [InlineData("amp_data: {products: {xssi_prefix: '{'}}", "value_invalid")]
    [InlineData("amp_data: {products: {variants: [{name: vip, file: products.json}]}}", "variant_invalid")]
    [InlineData("amp_data: {products: {variants: [{name: vip, rule: profile.x}]}}", "content_missing")]
    [InlineData("blocks: {products: {variants: [{segment: vip, html: V}], default: {html: D}}}\namp_data: {products: {variants: [{name: vipp, file: products.json}]}}", "variant_unknown")]
    [InlineData("blocks: {products: {variants: [{segment: vip, html: V}], default: {html: D}}}\namp_data: {products: {variants: [{segment: vip, file: products.json}]}}", "variant_invalid")]
    public void What_template_yaml_says_wrong_is_a_finding(string yaml, string code)
    {
        using var bench = Bench(
            $"subject: s\nfailure: {{fallback: drop}}\n{yaml}\n", ("mail/products.json", """{"items":[]}"""), ("segments.yaml", "vip: profile.tier == 'gold'\n"), ("mail/body.html", "<p>x</p>{{ block 'products' }}"), ("mail/other.html", "x"));
        Assert.Contains(bench.Check(), finding => finding.Severity == Severity.Error && finding.Code == code && finding.File == "mail/template.yaml");
    }

    [Fact]
    public void A_fallback_that_is_no_json_object_is_a_finding()
    {
        using var bench = Bench(Yaml, ("mail/products.json", """{"items":[]}"""), ("mail/fallback/products.json", "{\n\"items\":[}"));
        Assert.Contains(bench.Check(), finding => finding is { Severity: Severity.Error, Code: "amp_data_invalid", File: "mail/fallback/products.json", Line: 2 });
    }

    private static Workbench Bench(string yaml, params (string Path, string Text)[] files) => new([("mail/body.html", "<p>x</p>"), ("mail/template.yaml", yaml), .. files]);

    private static Template[] Ways(Template template)
    {
        Assert.True(template.IsCompiled);
        return [template, template.Interpreted()];
    }

    private static RenderedAmp Render(Template template, string profile)
    {
        var scope = Workbench.Scope(profile);
        return template.RenderAmpData(scope, template.Decide(scope, new Dictionary<string, string>(), default), "products", default)!;
    }

    private static string Text(RenderedAmp amp) => Encoding.UTF8.GetString(amp.Json.Span);
}
