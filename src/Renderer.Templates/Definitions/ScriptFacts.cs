using System.Collections.Frozen;
using Renderer.Model;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Definitions;

/// <summary>What a script's syntax tree tells: what it reads and names, and where.</summary>
internal sealed class ScriptFacts
{
    private static readonly FrozenSet<string> OpenTimeNames = new[]
    {
        "block", "include", "image", "link", "web_link", "consent_link", "pixel", "amp_link", "time_left", "skip", "raw",
    }.ToFrozenSet(StringComparer.Ordinal);

    public List<NameUse> Attributes { get; } = [];

    public List<NameUse> Segments { get; } = [];

    public List<NameUse> Blocks { get; } = [];

    public List<NameUse> Images { get; } = [];

    public List<NameUse> Translations { get; } = [];

    /// <summary>Where the profile is used as a whole or by a computed name, so that any attribute may be read.</summary>
    public List<Place> WholeProfile { get; } = [];

    /// <summary>A segment is named by a computed name.</summary>
    public bool AnySegment { get; set; }

    /// <summary>Where a block is named by a computed name.</summary>
    public List<Place> AnyBlock { get; } = [];

    /// <summary>What <c>raw</c> is given: a path as written, "" for what is computed; and each mention of it.</summary>
    public List<NameUse> Raws { get; } = [];

    /// <summary>How often <c>raw</c> is named, called or not.</summary>
    public int RawMentions { get; set; }

    public bool UsesPreheader { get; set; }

    /// <summary>It shows images of template.yaml.</summary>
    public bool UsesImages { get; set; }

    /// <summary>It asks for a text by key.</summary>
    public bool UsesWords { get; set; }

    /// <summary>It writes something in the way of a locale.</summary>
    public bool UsesLocale { get; set; }

    /// <summary>It shows the time of a time zone.</summary>
    public bool UsesTimeZone { get; set; }

    /// <summary>It uses Scriban's <c>date</c>, whose <c>now</c> and <c>format</c> belong to one render.</summary>
    public bool UsesDate { get; set; }

    /// <summary>It is more than literal text.</summary>
    public bool IsDynamic { get; set; }

    /// <summary>Notes a name that is always in scope, used as a whole; false for every other name.</summary>
    public bool Mentions(string name, Place at)
    {
        switch (name)
        {
            case ScopeNames.Profile:
                WholeProfile.Add(at);
                return true;
            case ScopeNames.Segments:
                AnySegment = true;
                return true;
            case ScopeNames.Preheader:
                return UsesPreheader = true;
            case ScopeNames.Locale:
                return UsesLocale = true;
            case ScopeNames.Now:
                return UsesTimeZone = true;
            case ScopeNames.Open:
                OpenTime.Add(new("open", at));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Our functions that cannot stand everywhere, and where they are named; "open" is one of these names.</summary>
    public List<NameUse> OpenTime { get; } = [];

    /// <summary>What <c>amp_link</c> is given.</summary>
    public List<NameUse> AmpData { get; } = [];

    /// <summary>Notes what a function of ours shows: images, words, a locale's way of writing, the time of a time zone.</summary>
    public void Calls(string function, Place at)
    {
        if (OpenTimeNames.Contains(function))
        {
            OpenTime.Add(new(function, at));
        }

        // The same in both parts of a mail are neither images nor the pixel.
        UsesImages |= function is "image" or "pixel";
        UsesWords |= function is "t" or "time_left";
        UsesLocale |= function is "t" or "time_left" || function.StartsWith("format_", StringComparison.Ordinal);
        UsesTimeZone |= function is "time_left" or "format_date" or "format_time" or "format_date_time";
    }

    /// <summary>What it reads of the person itself, segments and blocks not counted.</summary>
    public ReadSet Reads => WholeProfile.Count > 0
        ? ReadSet.Everything.Union(new ReadSet(Attributes.Select(a => a.Name)))
        : Attributes.Count == 0 ? ReadSet.None : new ReadSet(Attributes.Select(a => a.Name));
}

/// <summary>A name and where it is used.</summary>
internal readonly record struct NameUse(string Name, Place At);
