using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Amp;
using Renderer.Templates.Checks;
using Renderer.Templates.Formatting;

namespace Renderer.Templates.Compiling;

/// <summary>The checks of a mail as a whole, beyond what parsing finds.</summary>
internal static partial class MailChecks
{
    public static readonly Action<CheckedMail, Findings>[] All =
    [
        Profile,
        Attributes,
        SpecialAttributes,
        Images,
        Translations,
        UnusedBlocks,
        Fallbacks,
        Defaults,
        Html,
        StyleChecks.Check,
        UnsubscribeChecks.Check,
        RawChecks.Check,
        OpenTimeChecks.Check,
        SlotChecks.Check,
    ];

    /// <summary>What is looked at in an AMP part; the rest was, in the HTML.</summary>
    public static readonly Action<CheckedMail, Findings>[] OfAmp =
    [
        Profile,
        Attributes,
        SpecialAttributes,
        Images,
        Translations,
        RawChecks.Check,
        OpenTimeChecks.Check,
        AmpChecks.Check,
    ];

    /// <summary>What is looked at in AMP data.</summary>
    public static readonly Action<CheckedMail, Findings>[] OfData =
    [
        Profile,
        Attributes,
        SpecialAttributes,
        Translations,
        Defaults,
        NoImages,
        RawChecks.Check,
    ];

    private static void Profile(CheckedMail mail, Findings findings)
    {
        foreach (var at in mail.Scripts.SelectMany(s => s.Facts.WholeProfile))
        {
            findings.Warning(
                "reads_everything", "The profile is used whole or by a computed name, so every attribute counts as read; name the attribute: profile.first_name.", at);
        }
    }

    private static void Attributes(CheckedMail mail, Findings findings)
    {
        var known = mail.Around.Attributes.Concat(mail.Definition.Defaults.Keys).Concat(mail.Definition.Failure.Defaults?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var use in mail.Scripts.SelectMany(s => s.Facts.Attributes).Where(a => !known.Contains(a.Name)))
        {
            if (Nearest.Find(use.Name, known) is { } near)
            {
                findings.Warning("attribute_unknown", $"No connection declares the attribute '{use.Name}' (did you mean '{near}'?).", use.At);
            }
        }
    }

    private static void SpecialAttributes(CheckedMail mail, Findings findings)
    {
        var name = mail.Definition.Name;
        var closed = mail.Around.Settings.Connections.SelectMany(connection => connection.Attributes)
            .Where(pair => pair.Value.Sensitivity == Sensitivity.Special && !pair.Value.Templates.Contains(name, StringComparer.Ordinal))
            .Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var use in mail.Scripts.SelectMany(s => s.Facts.Attributes).Where(use => closed.Contains(use.Name)))
        {
            findings.Error(
                "attribute_special", $"'{use.Name}' is of a special category, and attributes.yaml does not let '{name}' read it; add it to the attribute's 'templates', or do without.", use.At);
        }

        foreach (var at in closed.Count > 0 ? mail.Scripts.SelectMany(s => s.Facts.WholeProfile) : [])
        {
            findings.Error(
                "attribute_special", $"The whole profile holds '{closed.Order(StringComparer.Ordinal).First()}', of a special category, which '{name}' may not read; name the attributes: profile.first_name.", at);
        }
    }

    private static void Images(CheckedMail mail, Findings findings)
    {
        var known = mail.Definition.Images.Keys.Concat(mail.Definition.Slots.Select(slot => slot.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var use in mail.Scripts.SelectMany(s => s.Facts.Images).Where(i => !known.Contains(i.Name)))
        {
            findings.Error("image_unknown", $"There is no image '{use.Name}'{Nearest.Hint(use.Name, known)}; declare it under 'images' in template.yaml.", use.At);
        }
    }

    private static void NoImages(CheckedMail mail, Findings findings)
    {
        foreach (var use in mail.Scripts.SelectMany(s => s.Facts.Images))
        {
            findings.Error("image_here", "An image is markup, and AMP data is JSON: write the picture's address, and the amp-img around it in the AMP part.", use.At);
        }
    }

    private static void Translations(CheckedMail mail, Findings findings)
    {
        var all = mail.Definition.Translations;
        var own = Locales.Find(mail.Definition.Locale ?? mail.Around.Settings.Locale) is { } culture ? Locales.Chain(culture).ToList() : [];
        foreach (var use in mail.Scripts.SelectMany(s => s.Facts.Translations))
        {
            if (!Has(own, use.Name))
            {
                var keys = all.Values.SelectMany(t => t.Keys).Distinct();
                findings.Error(
                    "translation_missing", $"There is no text '{use.Name}'{Nearest.Hint(use.Name, keys)} for the template's own locale; add it to locales/{own.LastOrDefault("en")}.yaml.", use.At);
                continue;
            }

            foreach (var locale in all.Keys.Where(l => Locales.Find(l) is { } c && !Has(Locales.Chain(c), use.Name)))
            {
                findings.Warning("translation_missing", $"There is no text '{use.Name}' in locales/{locale}.yaml; the template's own is shown.", use.At);
            }
        }

        bool Has(IEnumerable<string> chain, string key) => chain.Any(l => all.TryGetValue(l, out var texts) && texts.ContainsKey(key));
    }

    private static void UnusedBlocks(CheckedMail mail, Findings findings)
    {
        if (mail.Scripts.Any(s => s.Facts.AnyBlock.Count > 0))
        {
            return;
        }

        var used = mail.Scripts.Concat(mail.AmpScripts).SelectMany(s => s.Facts.Blocks).Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var block in mail.Definition.Blocks.Where(b => !used.Contains(b.Name)))
        {
            findings.Warning("block_unused", $"No part shows the block '{block.Name}'; write {{{{ block \"{block.Name}\" }}}} where it belongs, or remove it.", block.At);
        }

        var files = mail.Scripts.Concat(mail.AmpScripts).Select(s => s.Source.File).ToHashSet(StringComparer.Ordinal);
        foreach (var source in mail.Sources.Blocks.Values.Where(b => !files.Contains(b.File)))
        {
            findings.Info("file_unused", "Nothing shows this file.", new Place(source.File));
        }
    }

    private static void Fallbacks(CheckedMail mail, Findings findings)
    {
        foreach (var (name, source) in mail.Sources.StaticBlocks.Where(b => !AmpSources.IsAmp(b.Key)))
        {
            if (!mail.Blocks.ByName.ContainsKey(name))
            {
                findings.Info("fallback_unused", $"There is no block '{name}' that could fall back to this.", new Place(source.File));
            }

            if (Dynamic().Match(source.Text) is { Success: true } match)
            {
                findings.Warning("fallback_dynamic", "A fallback is sent as it stands; this would be shown to the reader.", source.At(match.Index));
            }
        }
    }

    private static void Defaults(CheckedMail mail, Findings findings)
    {
        foreach (var block in mail.Definition.Blocks.Where(b => mail.Blocks.ByName.ContainsKey(b.Name)))
        {
            var reads = mail.Blocks.ByName[block.Name].Reads;
            foreach (var name in block.Failure.Defaults?.Keys.Where(d => !reads.Reads(d)) ?? [])
            {
                findings.Warning(
                    "default_unused", $"The block '{block.Name}' has a default for '{name}', which it does not read{Nearest.Hint(name, reads.Names)}; remove it.", block.At);
            }
        }
    }

    private static void Html(CheckedMail mail, Findings findings)
    {
        foreach (var script in mail.HtmlScripts)
        {
            HtmlChecks.Check(script.Source, findings);
        }

        foreach (var (_, source) in mail.Sources.StaticBlocks.Where(b => !AmpSources.IsAmp(b.Key)))
        {
            HtmlChecks.Check(source, findings);
        }
    }

    [GeneratedRegex(@"\{\{[^{}]*\b(profile|data|segments|block|t)\b")]
    private static partial Regex Dynamic();
}
