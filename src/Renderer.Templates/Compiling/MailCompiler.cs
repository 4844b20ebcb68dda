using System.Globalization;
using Renderer.Model;
using Renderer.Templates.Amp;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Formatting;
using Renderer.Templates.Links;
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

        (sources, around) = LinkTracking.Of(sources, around);
        var data = AmpDataCompiler.Compile(sources, around, findings);
        var amp = definition.Amp is null ? null : new AmpSources(sources, around, findings);
        var (part, ampScripts) = amp is null ? (null, []) : One(amp.Sources, amp.Around, findings, null, []);
        var mail = One(sources, around, findings, part, ampScripts).Mail;
        return mail is null || data is null ? mail : mail with { Data = data, Reads = mail.Reads.Union(data.Reads) };
    }

    private static (CompiledMail? Mail, IReadOnlyList<Script> Scripts) One(
        MailSources sources, Surroundings around, Findings findings, CompiledMail? amp, IReadOnlyList<Script> ampScripts)
    {
        var definition = sources.Definition;
        var segments = new SegmentSet(around.Segments, findings);
        var blocks = new BlockSet(sources, around, segments, findings);
        var subject = Parse(definition.Subject, definition, findings);
        var preheader = Parse(definition.Preheader, definition, findings);
        var html = Parse(definition.Html, definition, findings);
        var text = Parse(definition.Text, definition, findings);
        Script[] parts = [.. new[] { subject, preheader, html, text }.OfType<Script>()];

        if (!definition.IsAmp)
        {
            blocks.AddDeclared();
        }

        var slots = new SlotSet(definition, blocks, segments, findings);
        slots.Compile();

        var reads = ReadSet.None;
        foreach (var part in parts)
        {
            reads = reads.Union(blocks.ReadsOf(part.Facts));
        }

        reads = blocks.All.Aggregate(reads, (all, block) => all.Union(block.Reads));
        var rest = parts.Aggregate(ReadSet.None, (all, part) => all.Union(blocks.OwnReadsOf(part.Facts)));
        rest = blocks.All.Where(block => !block.HasVariants).Aggregate(rest, (all, block) => all.Union(block.Reads)).Union(slots.RestReads).Union(amp?.RestReads ?? ReadSet.None);
        reads = reads.Union(slots.Reads).Union(amp?.Reads ?? ReadSet.None);
        Script[] scripts = [.. parts, .. blocks.Scripts, .. slots.Scripts, .. segments.Rules.Values];
        subject?.Place(ScriptUse.Header, definition, findings);
        preheader?.Place(ScriptUse.Header, definition, findings);
        text?.Place(ScriptUse.Text, definition, findings);
        html?.Place(ScriptUse.Html, definition, findings);
        foreach (var content in blocks.Contents.Distinct())
        {
            content.Place(ScriptUse.Html, definition, findings);
        }

        var whole = new CheckedMail(sources, around, scripts.Distinct().ToList(), blocks) { Slots = slots.All, AmpScripts = ampScripts };
        foreach (var check in definition.IsAmp ? MailChecks.OfAmp : MailChecks.All)
        {
            check(whole, findings);
        }

        if (findings.HasErrors)
        {
            return (null, whole.Scripts);
        }

        var placesPreheader = scripts.Any(s => s.IsHtml && s.Facts.UsesPreheader);
        var plans = PlanSet.Make(preheader is null || placesPreheader ? null : html, whole.Scripts, blocks.ByName, slots.All, definition, around, amp?.Layout, findings);
        foreach (var script in whole.Scripts)
        {
            script.Settle(plans is not null);
        }

        var esp = Esp.Find(definition.Esp);
        var mail = new CompiledMail
        {
            Amp = amp,
            SameInAmp = amp is null ? new HashSet<string>() : SameInAmp.Of(blocks.ByName, amp.BlocksByName),
            Plans = plans?.Plans,
            Layout = plans?.Layout,
            Definition = definition,
            Esp = esp,
            Content = Escapers.For(new OutputPlace(PlaceKind.Content) { IsGuarded = true }, esp),
            OwnCulture = Locales.Find(definition.Locale) ?? Locales.Find(around.Settings.Locale) ?? CultureInfo.InvariantCulture,
            OwnZone = TimeZones.Find(definition.TimeZone) ?? TimeZones.Find(around.Settings.TimeZone) ?? TimeZoneInfo.Utc,
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
            Slots = slots.All,
            SlotsByName = slots.All.DistinctBy(slot => slot.Name).ToDictionary(slot => slot.Name, StringComparer.Ordinal),
            Segments = segments.Rules,
            Defaults = definition.Defaults.ToDictionary(d => d.Key, d => JsonModel.From(d.Value), StringComparer.Ordinal),
            Reads = reads,
            RestReads = rest,
        };
        return (mail, whole.Scripts);
    }

    private static Script? Parse(SourceText? source, MailDefinition definition, Findings findings) =>
        source is null ? null : Script.Parse(source, definition, findings);
}
