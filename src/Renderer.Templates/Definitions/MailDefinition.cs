using System.Text.Json;
using Renderer.Model;

namespace Renderer.Templates.Definitions;

/// <summary>What a template's files or a draft say, read but not compiled.</summary>
internal sealed record MailDefinition
{
    public required string Name { get; init; }

    public string Language { get; init; } = "scriban";

    /// <summary>Where the language is named.</summary>
    public Checks.Place LanguageAt { get; init; }

    /// <summary>How a template in Liquid names what is in scope.</summary>
    public Liquid.Dialect Dialect { get; init; } = Liquid.Dialect.Plain;

    public SourceText? Subject { get; init; }

    public SourceText? Preheader { get; init; }

    public SourceText? Html { get; init; }

    public SourceText? Text { get; init; }

    public SourceText? Amp { get; init; }

    /// <summary>It is the AMP part of a mail, as a mail of its own.</summary>
    public bool IsAmp { get; init; }

    public string? Locale { get; init; }

    public string? TimeZone { get; init; }

    public string? Currency { get; init; }

    /// <summary>Who processes the mail after us, so that values are not read as its merge tags; null for nobody.</summary>
    public string? Esp { get; init; }

    /// <summary>What <c>raw</c> may be given, as written: "profile.bio_html".</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Attributes whose markup is kept, sanitised.</summary>
    public IReadOnlyList<string> RichText { get; init; } = [];

    /// <summary>Attribute to what is used where the person has none: JSON, so that text stays text and numbers numbers.</summary>
    public IReadOnlyDictionary<string, JsonElement> Defaults { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>For blocks that do not say otherwise.</summary>
    public FailureContract Failure { get; init; } = FailureContract.Unsaid;

    /// <summary>For blocks and slots that do not say otherwise.</summary>
    public DecisionPolicy Decision { get; init; }

    public IReadOnlyList<BlockDefinition> Blocks { get; init; } = [];

    /// <summary>What AMP lists and forms ask for when the mail is opened.</summary>
    public IReadOnlyList<BlockDefinition> AmpData { get; init; } = [];

    public IReadOnlyDictionary<string, ImageDefinition> Images { get; init; } = new Dictionary<string, ImageDefinition>();

    /// <summary>The images that are drawn when they are opened.</summary>
    public IReadOnlyList<SlotDefinition> Slots { get; init; } = [];

    public LinksDefinition Links { get; init; } = LinksDefinition.None;

    /// <summary>Mails sent through us get the header by which clients offer one click to unsubscribe.</summary>
    public bool ListUnsubscribe { get; init; }

    /// <summary><c>fallback/&lt;slot&gt;.png</c> and the like, by slot.</summary>
    public IReadOnlyDictionary<string, FallbackPicture> Pictures { get; init; } = new Dictionary<string, FallbackPicture>();

    public MailLimits Limits { get; init; } = new();

    /// <summary>Locale to key to text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Translations { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public IReadOnlyList<SampleProfile> Samples { get; init; } = [];

    /// <summary><c>fallback/body.html</c>.</summary>
    public string? StaticHtml { get; init; }
}

/// <summary>A block as template.yaml declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variants">In order; empty for a plain block.</param>
/// <param name="Default">What is shown when nothing matched, or the plain block's content.</param>
/// <param name="Failure">As declared.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record BlockDefinition(
    string Name, IReadOnlyList<VariantDefinition> Variants, VariantDefinition Default, FailureContract Failure, Checks.Place At)
{
    /// <summary>Until when its decision may change; null: as the template says.</summary>
    public DecisionPolicy? Decision { get; init; }

    /// <summary>Of AMP data: what stands before the JSON, so that no page can run it as a script.</summary>
    public string? Prefix { get; init; }
}

/// <summary>A variant of a block.</summary>
/// <param name="Name">Its name in decisions.</param>
/// <param name="Segment">The segment that it is for; null with a rule, or for the default.</param>
/// <param name="Rule">Its own rule; null with a segment, or for the default.</param>
/// <param name="Content">What it shows; null shows nothing (<c>default: none</c>).</param>
/// <param name="SegmentAt">Where the segment is named.</param>
internal sealed record VariantDefinition(
    string Name, string? Segment, SourceText? Rule, SourceText? Content, Checks.Place SegmentAt = default);

/// <summary>An image that <c>image "name"</c> shows.</summary>
internal sealed record ImageDefinition(string Source, string Alt, int? Width, int? Height);

/// <summary>What is shown where a slot's picture cannot be drawn.</summary>
/// <param name="File">Where it was read.</param>
/// <param name="Bytes">The file's.</param>
/// <param name="Format">By its ending.</param>
internal sealed record FallbackPicture(string File, ReadOnlyMemory<byte> Bytes, PictureFormat Format);

/// <summary>How much one render of a mail may do.</summary>
internal sealed record MailLimits
{
    /// <summary>Turns of all nested loops together, 1 to 100,000; default 1000.</summary>
    public int Loop { get; init; } = 1000;

    /// <summary>KB of one part or block, 1 to 4096; default 512.</summary>
    public int OutputKb { get; init; } = 512;

    /// <summary>Milliseconds for the whole mail, 10 to 10,000; default 2000. A block may use half of what is left.</summary>
    public int Ms { get; init; } = 2000;
}
