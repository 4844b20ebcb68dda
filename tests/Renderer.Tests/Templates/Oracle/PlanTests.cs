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
