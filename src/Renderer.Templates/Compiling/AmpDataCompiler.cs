using System.Globalization;
using System.Text;
using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Formatting;
using Renderer.Templates.Rendering;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>Compiles what AMP lists and forms ask for: a mail of its own that has blocks alone, whose content is JSON.</summary>
internal static class AmpDataCompiler
{
    /// <summary>The data; null where the template has none. What is wrong is a finding.</summary>
    public static CompiledMail? Compile(MailSources sources, Surroundings around, Findings findings)
    {
        if (sources.Definition.AmpData.Count == 0)
        {
            return null;
        }

        var own = Own(sources, Statics(sources, findings));
        var definition = own.Definition;
        Variants(sources.Definition, findings);
        var segments = new SegmentSet(around.Segments, findings);
        var blocks = new BlockSet(own, around with { Blocks = new Dictionary<string, SourceText>() }, segments, findings)
        {
            NoneHere = "AMP data shows no blocks: write here what it needs.",
        };
        blocks.AddDeclared();
        foreach (var content in blocks.Contents.Distinct())
        {
            content.Place(ScriptUse.Json, definition, findings);
        }

        IReadOnlyList<Script> scripts = [.. blocks.Scripts.Concat(segments.Rules.Values).Distinct()];
        var whole = new CheckedMail(own, around, scripts, blocks);
        foreach (var check in MailChecks.OfData)
        {
            check(whole, findings);
        }

        if (findings.HasErrors)
        {
            return null;
        }

        var plans = PlanSet.Make(null, scripts, blocks.ByName, [], definition, around, null, findings);
        foreach (var script in scripts)
        {
            script.Settle(plans is not null);
        }

        var esp = Esp.Find(definition.Esp);
        return new CompiledMail
        {
            Plans = plans?.Plans,
            Layout = plans?.Layout,
            Definition = definition,
            Esp = esp,
            Content = Escapers.For(new OutputPlace(PlaceKind.Content) { IsGuarded = true }, esp),
            OwnCulture = Locales.Find(definition.Locale) ?? Locales.Find(around.Settings.Locale) ?? CultureInfo.InvariantCulture,
            OwnZone = TimeZones.Find(definition.TimeZone) ?? TimeZones.Find(around.Settings.TimeZone) ?? TimeZoneInfo.Utc,
            Settings = around.Settings,
            UsesWords = scripts.Any(s => s.Facts.UsesWords),
            Blocks = blocks.All,
            BlocksByName = blocks.ByName,
            Slots = [],
            SlotsByName = new Dictionary<string, CompiledSlot>(),
            Segments = segments.Rules,
            Defaults = definition.Defaults.ToDictionary(d => d.Key, d => JsonModel.From(d.Value), StringComparer.Ordinal),
            Reads = blocks.All.Aggregate(ReadSet.None, (all, block) => all.Union(block.Reads)),
            RestReads = ReadSet.None,
        };
    }

    /// <summary>The variants of the block or slot whose name data has, its default last; none where it has a decision of its own.</summary>
    public static IReadOnlyList<string> Followed(MailDefinition definition, string name) =>
        definition.Blocks.FirstOrDefault(each => each.Name == name && each.Variants.Count > 0) is { } block
            ? [.. block.Variants.Select(variant => variant.Name), block.Default.Name]
        : definition.Slots.FirstOrDefault(each => each.Name == name && each.Variants.Count > 0) is { } slot
            ? [.. slot.Variants.Select(variant => variant.Name), slot.Default.Name]
        : [];

    // No message is skipped any more when its data is asked for: what is said for blocks does not hold.
    private static MailSources Own(MailSources sources, Dictionary<string, SourceText> statics) => new(
        sources.Definition with
        {
            Subject = null,
            Preheader = null,
            Html = null,
            Text = null,
            Amp = null,
            Slots = [],
            Blocks = [.. sources.Definition.AmpData.Select(data => data with
            {
                Failure = data.Failure with { Fallback = statics.ContainsKey(data.Name) ? BlockFallback.Static : BlockFallback.Drop },
            })],
        },
        new Dictionary<string, SourceText>(),
        statics);

    private static void Variants(MailDefinition definition, Findings findings)
    {
        foreach (var data in definition.AmpData)
        {
            var followed = Followed(definition, data.Name);
            foreach (var variant in data.Variants)
            {
                if (followed.Count == 0 && (variant.Segment is null) == (variant.Rule is null))
                {
                    findings.Error("variant_invalid", $"A variant of '{data.Name}' has either a 'segment' or a 'rule': no block or slot of this name has variants that it could follow.", data.At);
                }
                else if (followed.Count > 0 && variant is not { Segment: null, Rule: null })
                {
                    findings.Error("variant_invalid", $"The data '{data.Name}' follows what is decided for '{data.Name}' in the mail: a variant here has its 'name' and a 'file' alone.", data.At);
                }
                else if (followed.Count > 0 && !followed.Contains(variant.Name))
                {
                    findings.Error("variant_unknown", $"In the mail '{data.Name}' has no variant '{variant.Name}'{Nearest.Hint(variant.Name, followed)}.", data.At);
                }
            }
        }
    }

    private static Dictionary<string, SourceText> Statics(MailSources sources, Findings findings)
    {
        var good = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var (name, source) in sources.StaticData)
        {
            if (sources.Definition.AmpData.All(data => data.Name != name))
            {
                findings.Info("fallback_unused", $"There is no AMP data '{name}' that could fall back to this.", new Place(source.File));
            }
            else if (DataJson.TryRead(Encoding.UTF8.GetBytes(source.Text), out var strict, out var line))
            {
                good[name] = source with { Text = Encoding.UTF8.GetString(strict.Span) };
            }
            else
            {
                findings.Error("amp_data_invalid", "A fallback of AMP data is a JSON object, like {\"items\":[]}.", source.At((int)line - 1, 0));
            }
        }

        return good;
    }
}
