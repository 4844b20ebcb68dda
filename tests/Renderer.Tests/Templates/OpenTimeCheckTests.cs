using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class OpenTimeCheckTests
{
    private const string Svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>";

    [Theory]
    [InlineData("{{ web_link }}")]
    [InlineData("{{ consent_link }}")]
    [InlineData("{{ pixel }}")]
    [InlineData("{{ amp_link 'hero' }}")]
    [InlineData("{{ image 'hero' }}")]
    public void A_subject_has_no_links_of_a_message(string subject) => Says("function_place", $"subject: \"{subject}\"\nimages: {{hero: {{scene: hero.svg, alt: x}}}}\n");

    [Theory]
    [InlineData("{{ image 'hero' }}{{ block 'hero' }}")]
    [InlineData("{{ block 'hero' }}{{ image 'hero' }}")]
    public void A_slot_and_a_block_that_is_a_file_alone_are_not_named_alike(string html)
    {
        using var bench = Workbench.Mail(html, ("mail/template.yaml", Yaml("alt: '{{ profile.name }}'")), ("mail/hero.svg", Svg), ("mail/hero.html", "<p>Hello</p>"));
        Assert.Contains(bench.Check(), finding => finding is { Code: "name_twice", Severity: Severity.Error });
    }

    [Theory]
    [InlineData("{{ web_link }}")]
    [InlineData("{% assign x = pixel %}")]
    [InlineData("{{ 'hero' | amp_link }}")]
    public void Nor_in_Liquid(string subject) => Says("function_place", $"language: liquid\nsubject: \"{subject}\"\nimages: {{hero: {{scene: hero.svg, alt: x}}}}\n", "{{ 'hero' | image }}");

    [Theory]
    [InlineData("{{ link 'https://x.example' }}")]
    [InlineData("{{ image 'hero' }}")]
    [InlineData("{{ block 'b' }}")]
    [InlineData("{{ skip 'x' }}")]
    [InlineData("{{ raw 'x' }}")]
    [InlineData("{{ pixel }}")]
    public void A_scene_an_alternative_text_and_a_link_are_no_mails(string code)
    {
        Says("function_place", Yaml("alt: x"), scene: $"<svg xmlns='http://www.w3.org/2000/svg'><text>{code}</text></svg>");
        Says("function_place", Yaml($"alt: \"{code}\""));
        Says("function_place", Yaml($"alt: x, link: \"https://x.example/{code}\""));
    }

    [Theory]
    [InlineData("{% block 'b' %}")]
    [InlineData("{% render 'b' %}")]
    [InlineData("{% skip 'x' %}")]
    public void Nor_are_they_in_Liquid(string code) => Says("function_place", "language: liquid\n" + Yaml($"alt: \"{code}\""), "{{ 'hero' | image }}");

    [Theory]
    [InlineData("{{ time_left data.end }}")]
    [InlineData("{{ if open.relative }}x{{ end }}")]
    public void What_is_asked_at_a_look_warns_where_it_is_asked_at_sending(string code)
    {
        using var bench = Workbench.Mail($"<p>{code}</p>");

        Assert.Single(bench.Check(), d => d is { Code: "said_at_send", Severity: Severity.Warning });
    }

    [Theory]
    [InlineData("alt: x, fallback: drop", "unknown_key")]
    [InlineData("alt: x, src: https://x.example/a.png", "image_both")]
    [InlineData("alt: x, format: bmp", "value_invalid")]
    [InlineData("alt: x, scale: 3", "value_invalid")]
    [InlineData("alt: x, after_send: never", "value_invalid")]
    [InlineData("alt: x, variants: [{name: a}]", "variant_invalid")]
    [InlineData("alt: x, variants: [{rule: true}]", "key_missing")]
    [InlineData("alt: x, variants: [{name: default, rule: true}]", "variant_twice")]
    [InlineData("alt: x, variants: [{name: a, rule: true, scene: other.svg}]", "file_missing")]
    [InlineData("alt: x, variants: [{segment: vip}]", "segment_unknown")]
    [InlineData("alt: x, variants: [{name: a, rule: '{{ x }}'}]", "rule_invalid")]
    public void What_is_wrong_with_a_slot_is_said(string slot, string code) => Says(code, Yaml(slot));

    [Theory]
    [InlineData("hero: {scene: hero.png, alt: x}", "path_refused")]
    [InlineData("hero: {scene: ../hero.svg, alt: x}", "path_refused")]
    [InlineData("hero: {scene: heroo.svg, alt: x}", "file_missing")]
    [InlineData("hero: {alt: x}", "key_missing")]
    [InlineData("'he ro': {scene: hero.svg, alt: x}", "name_invalid")]
    [InlineData("b: {scene: hero.svg, alt: x}", "name_twice")]
    public void What_is_wrong_with_its_name_or_scene_is_said(string image, string code) => Says(code, $"subject: x\nblocks: {{b: {{html: x}}}}\nimages: {{{image}}}\n", "{{ block 'b' }}");

    [Theory]
    [InlineData("{scene: hero.svg}", "{{ image 'hero' }}", "image_alt_missing")]
    [InlineData("{scene: hero.svg, alt: x}", "<p>x</p>", "slot_unused")]
    [InlineData("{scene: hero.svg, alt: x}", "{{ image 'hero' }}", "picture_missing")]
    [InlineData("{scene: hero.svg, alt: x, defaults: {tier: gold}}", "{{ image 'hero' }}", "default_unused")]
    public void What_may_be_forgotten_is_a_warning(string slot, string html, string code)
    {
        using var bench = Workbench.Mail(html, ("mail/template.yaml", $"subject: x\nimages: {{hero: {slot}}}\n"), ("mail/hero.svg", Svg));

        Assert.Single(bench.Check(), d => d.Code == code && d.Severity == Severity.Warning);
    }

    [Fact]
    public void An_image_that_is_nowhere_is_an_error() => Says("image_unknown", Yaml("alt: x"), "{{ image 'heroo' }}");

    [Fact]
    public void Data_of_a_block_that_is_nowhere_is_an_error() => Says("amp_data_unknown", Yaml("alt: x"), "{{ image 'hero' }}{{ amp_link 'heroo' }}");

    private static string Yaml(string slot) => $"subject: x\nfailure: {{fallback: drop}}\nimages: {{hero: {{scene: hero.svg, {slot}}}}}\n";

    private static void Says(string code, string yaml, string html = "{{ image 'hero' }}", string scene = Svg)
    {
        using var bench = Workbench.Mail(html, ("mail/template.yaml", yaml), ("mail/hero.svg", scene), ("mail/b.html", "<p>b</p>"));

        var findings = bench.Check();
        Assert.True(findings.Any(d => d.Code == code && d.Severity == Severity.Error), $"{code} is not among:\n{string.Join('\n', findings)}");
    }
}
