using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>Compiles a template's mail: parses every source, finds what each reads, and checks that what is named is there.</summary>
internal static class MailCompiler
{
    /// <summary>The mail; null when a finding is an error.</summary>
    public static CompiledMail? Compile(MailSources sources, Surroundings around, Findings findings)
    {
        var definition = sources.Definition;
        if (definition.Language is not ("scriban" or "liquid"))
        {
            findings.Error("language_unknown", "A template's language is scriban or liquid.", definition.LanguageAt);
            return null;
        }

        var segments = new SegmentSet(around.Segments, findings);
        var blocks = new BlockSet(sources, around, segments, findings);
        var subject = Parse(definition.Subject, definition, findings);
        var preheader = Parse(definition.Preheader, definition, findings);
        var html = Parse(definition.Html, definition, findings);
        var text = Parse(definition.Text, definition, findings);
        Script[] parts = [.. new[] { subject, preheader, html, text }.OfType<Script>()];

        blocks.AddDeclared();
        var reads = ReadSet.None;
        foreach (var part in parts)
        {
            reads = reads.Union(blocks.ReadsOf(part.Facts));
        }

        reads = blocks.All.Aggregate(reads, (all, block) => all.Union(block.Reads));
        var rest = parts.Aggregate(ReadSet.None, (all, part) => all.Union(blocks.OwnReadsOf(part.Facts)));
        rest = blocks.All.Where(block => !block.HasVariants).Aggregate(rest, (all, block) => all.Union(block.Reads));
        Script[] scripts = [.. parts, .. blocks.Scripts, .. segments.Rules.Values];
        foreach (var script in parts.Concat(blocks.Contents).Distinct())
        {
            script.Place(definition, findings);
        }

        foreach (var check in MailChecks.All)
        {
            check(new CheckedMail(sources, around, scripts.Distinct().ToList(), blocks), findings);
        }

        if (findings.HasErrors)
        {
            return null;
        }

        var placesPreheader = scripts.Any(s => s.Source.Part is not ("subject" or "preheader" or "text") && s.Facts.UsesPreheader);
        var rules = blocks.Rules.Concat(segments.Rules.Values).Distinct().ToList();
        Script[] plain = [.. new[] { subject, preheader, text }.OfType<Script>()];
        var plans = PlanSet.Make(preheader is null || placesPreheader ? null : html, scripts.Except(rules).Except(plain), plain, rules, definition, around.Settings, findings);
        return new CompiledMail
        {
            Semantics = ScribanSemantics.Instance,
            Plans = plans?.Plans,
            Layout = plans?.Layout,
            Definition = definition,
            Settings = around.Settings,
            Subject = subject,
            Preheader = preheader,
            Html = html,
            Text = text,
            PlacesPreheader = placesPreheader,
            PlansPlacePreheader = plans?.PlacesPreheader == true,
            UsesWords = scripts.Any(s => s.Facts.UsesWords),
            Blocks = blocks.All,
            BlocksByName = blocks.ByName,
            Segments = segments.Rules,
            Defaults = definition.Defaults.ToDictionary(d => d.Key, d => JsonModel.From(d.Value), StringComparer.Ordinal),
            Reads = reads,
            RestReads = rest,
        };
    }

    private static Script? Parse(SourceText? source, MailDefinition definition, Findings findings) =>
        source is null ? null : Script.Parse(source, definition, findings);
}
