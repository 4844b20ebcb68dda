using System.Text;
using CsCheck;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>A plan writes what the interpreter writes.</summary>
public sealed class PlanTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("RENDERER_LONG") is not null;

    [Fact]
    public void Generated_templates_give_the_same_compiled_and_interpreted() =>
        Same(Generated.Template, template => new TemplateDraft { Html = template, Text = template, Subject = "s" });

    [Fact]
    public void Generated_templates_in_Liquid_give_the_same_compiled_and_interpreted() =>
        Same(GeneratedLiquid.Template, template => new TemplateDraft { Language = "liquid", Html = template, Text = template, Subject = "s", Blocks = GeneratedLiquid.Blocks });

    [Theory]
    [InlineData("scriban")]
    [InlineData("liquid")]
    public void Generated_scenes_alternative_texts_and_links_give_the_same_compiled_and_interpreted(string language)
    {
        using var bench = new Workbench(
            ("workspace.yaml", "locale: de-DE\ntime_zone: Europe/Berlin\n"), ("segments.yaml", Generated.Segments),
            ("mail/body.html", language == "liquid" ? "<p>{{ 'hero' | image }}</p>" : "<p>{{ image 'hero' }}</p>"));
        var (shown, all) = (0, 0);
        var workspace = bench.Load();
        Gen.Select(language == "liquid" ? GeneratedLiquid.Template : Generated.Template, Generated.Json, Generated.Json).Sample(
            (template, profile, data) =>
            {
                var source = System.Text.Json.JsonSerializer.Serialize(template);
                bench.Write("mail/template.yaml", $"subject: s\nlanguage: {language}\nimages: {{hero: {{scene: hero.svg, alt: {source}, link: {System.Text.Json.JsonSerializer.Serialize("https://x.example/" + template)}}}}}\n");
                bench.Write("mail/hero.svg", $"<svg xmlns='http://www.w3.org/2000/svg'><text>{template}</text></svg>");
                workspace = bench.Load(workspace);
                all++;
                if (workspace.Broken.ContainsKey("mail") || workspace.Find("mail") is not { } good)
                {
                    return;
                }

                _ = Looks(good, data, profile);
                var oracle = Looks(good.Interpreted(), profile, data);
                shown += oracle.Svg is null ? 0 : 1;
                Assert.Equal(oracle, Looks(good, profile, data));
            },
            iter: IsLong ? 5_000 : 200,
            threads: 1,
            print: p => $"\ntemplate: {p.Item1}\nprofile: {p.Item2}\ndata: {p.Item3}\n");
        Assert.True(shown > all / 10, $"{shown} scenes of {all} templates.");
    }

    private static (string? Svg, string? Link, string? Html) Looks(Template template, string profile, string data)
    {
        var scope = Workbench.Scope(profile, data);
        return (
            template.RenderScene(scope, [], "hero", default).Svg is { } svg ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(svg)) : null,
            template.RenderSlotLink(scope, [], "hero", default),
            Outcome(template, profile, data, Part.Html));
    }

    private static void Same(Gen<string> templates, Func<string, TemplateDraft> draft)
    {
        using var bench = new Workbench(("workspace.yaml", "locale: de-DE\ntime_zone: Europe/Berlin\n"), ("segments.yaml", Generated.Segments));
        var workspace = bench.Load();
        var (compiled, refused, faults, all) = (0, 0, 0, 0);
        Gen.Select(templates, Generated.Json, Generated.Json).Sample(
            (template, profile, data) =>
            {
                var made = workspace.Compile(draft(template));
                if (made.Template is not { } good)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }

                // Another message first: what is kept of it must be the same for this one.
                Outcome(good, data, profile, Part.Html);
                var interpreted = good.Interpreted();
                var (plan, oracle) = (Outcome(good, profile, data, Part.Html), Outcome(interpreted, profile, data, Part.Html));
                Interlocked.Increment(ref all);
                Interlocked.Add(ref compiled, good.IsCompiled ? 1 : 0);
                Interlocked.Add(ref faults, oracle.StartsWith("fault", StringComparison.Ordinal) ? 1 : 0);
                Assert.Equal(oracle, plan);
                Assert.Equal(Outcome(interpreted, profile, data, Part.Text), Outcome(good, profile, data, Part.Text));

                // What was kept of the first person is written for the next ones.
                Assert.Equal(Outcome(interpreted, data, profile, Part.Html), Outcome(good, data, profile, Part.Html));
                Assert.Equal(Outcome(interpreted, profile, "{}", Part.Html, "en-US"), Outcome(good, profile, "{}", Part.Html, "en-US"));
                Assert.Equal(oracle, Outcome(good, profile, data, Part.Html));
            },
            // Some are refused: together at least 100,000 in the long run.
            iter: IsLong ? 115_000 : 3_000,
            print: p => $"\ntemplate: {p.Item1}\nprofile: {p.Item2}\ndata: {p.Item3}\n");
        TestContext.Current.SendDiagnosticMessage($"{all} templates, {compiled} compiled, {faults} with a fault, {refused} refused.");
        Assert.True(compiled > all / 2 && faults < all / 2, $"{all} templates, {compiled} compiled, {faults} with a fault, {refused} refused.");
    }

    private static string Outcome(Template template, string profile, string data, Part part, string? locale = null)
    {
        var scope = Workbench.Scope(profile, data, locale);
        var mail = template.Render(scope, [], [part], default);

        // The interpreter's texts are of .NET, where half a character can stand alone; in a mail it is U+FFFD.
        return mail.UsedStatic ? $"fault: {mail.Reason}" : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes((part == Part.Html ? mail.Html : mail.Text) ?? "nothing"));
    }
}
