using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Files;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Compiling;

/// <summary>Makes a template out of its sources: compiled, checked, its static part and its samples rendered once.</summary>
internal static class TemplateMaker
{
    // Gmail clips a longer mail, unofficially.
    private const int ClipBytes = 102 << 10;

    private static readonly string UsualLink = new('x', 150);

    /// <summary>The code of a finding that says that the compiler failed.</summary>
    public const string Fault = "compiler_fault";

    /// <summary>A template of a folder.</summary>
    public static CompiledTemplate Make(string name, FileSet files, Surroundings around) => Guarded(new Place($"{name}/{TemplateYaml.Name}"), () => Compile(name, files, around));

    /// <summary>A draft's template.</summary>
    public static CompiledTemplate Make(DraftSources draft, Surroundings around) => Guarded(default, () => Compile(draft, around));

    /// <summary>A fault of ours costs the template that meets it, whose last good version goes on, and neither its neighbours nor the start.</summary>
    internal static CompiledTemplate Guarded(Place at, Func<CompiledTemplate> compile)
    {
        try
        {
            return compile();
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            var where = $"{bug.GetType().Name} in {bug.TargetSite?.DeclaringType?.Name}.{bug.TargetSite?.Name}";
            return new CompiledTemplate(null, [at.Say(Severity.Error, Fault, $"The compiler itself fails on this template: {where}. Please report it, and write what was added last in another way.")]);
        }
    }

    private static CompiledTemplate Compile(string name, FileSet files, Surroundings around)
    {
        var findings = new Findings();
        var sources = new TemplateFiles(name, files, around.Blocks, findings).Read();
        var mail = MailCompiler.Compile(sources, around, findings);
        var spare = mail is null ? null : StaticMail.Prepare(mail, around.Clock, findings);
        if (mail is null || spare is null || findings.HasErrors)
        {
            return new CompiledTemplate(null, findings.Items);
        }

        var template = new Template(Bundles.Of(mail, files), mail, spare);
        RenderSamples(template, around, findings);
        if (!around.IsPublished)
        {
            SceneChecks.Check(template, around, findings);
        }

        return new CompiledTemplate(findings.HasErrors ? null : template.With(findings.Items), findings.Items);
    }

    private static CompiledTemplate Compile(DraftSources draft, Surroundings around)
    {
        var findings = new Findings();
        var mail = MailCompiler.Compile(draft.Sources, draft.Among(around), findings);
        if (mail is null)
        {
            return new CompiledTemplate(null, findings.Items);
        }

        var template = new Template(Bundles.Of(mail, draft.Parts), mail, StaticMail.Nothing);
        return new CompiledTemplate(template.With(findings.Items), findings.Items);
    }

    private static void RenderSamples(Template template, Surroundings around, Findings findings)
    {
        var large = BytesOf(template.StaticHtml);
        foreach (var sample in template.Samples)
        {
            var scope = new RenderScope
            {
                Profile = sample.Profile, Data = sample.Data, Locale = sample.Locale, Now = around.Clock.GetUtcNow(), IsPatient = true,
            };
            var choices = template.Decide(scope, new Dictionary<string, string>(), default);
            var mail = template.Render(scope, choices, template.Parts, default);
            foreach (var fault in mail.Faults.Concat(template.AmpData.SelectMany(data => template.RenderAmpData(scope, template.DecideAmpData(scope, data.Name, default) is { } own ? [own] : choices, data.Name, default)!.Faults)).Distinct())
            {
                findings.Warning(
                    "sample_fails", $"With the sample '{sample.Name}' this fails: {fault.Message}", new Place(fault.File, fault.Part, fault.Line, fault.Column));
            }

            large = Math.Max(large, BytesOf(mail.HtmlUtf8));
        }

        if (large > ClipBytes)
        {
            findings.Warning(
                "html_too_large", $"The HTML has {large >> 10} KB; Gmail clips a mail at about {ClipBytes >> 10} KB.", new Place($"{template.Name}/body.html"));
        }
    }

    // With links of the usual length in place of the marks.
    private static int BytesOf(ReadOnlyMemory<byte>? html) => html is { } utf8 ? LinkMarks.Replace(utf8, static _ => UsualLink).Length : 0;
}
