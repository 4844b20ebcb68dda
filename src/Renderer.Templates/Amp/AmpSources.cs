using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Files;

namespace Renderer.Templates.Amp;

/// <summary>
/// A template's AMP part as a mail of its own: the same blocks, decided once for both, with <c>x.amp.html</c> in place of <c>x.html</c> where it is there.
/// So what fails in it costs nothing else, and the HTML is compiled as if there were no AMP.
/// </summary>
internal sealed class AmpSources(MailSources html, Surroundings around, Findings findings)
{
    /// <summary>What a block's AMP file is called, without its ending.</summary>
    private const string Suffix = ".amp";

    /// <summary>Whether a block's name is that of an AMP file.</summary>
    public static bool IsAmp(string block) => block.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The part's own sources.</summary>
    public MailSources Sources => new(
        html.Definition with
        {
            IsAmp = true,
            Subject = null,
            Preheader = null,
            Text = null,
            Html = Mustache.Mask(html.Definition.Amp!, findings),
            Amp = null,
            Blocks = [.. html.Definition.Blocks.Select(Of)],
        },
        Of(html.Blocks, html.Blocks),
        Of(html.StaticBlocks, html.StaticBlocks));

    /// <summary>The workspace, its shared blocks as AMP has them.</summary>
    public Surroundings Around => around with { Blocks = Of(around.Blocks, html.Blocks) };

    // One of the template's own comes before a shared one; a block may be there for AMP alone.
    private Dictionary<string, SourceText> Of(IReadOnlyDictionary<string, SourceText> all, IReadOnlyDictionary<string, SourceText> own) => all.Keys
        .Select(name => IsAmp(name) ? name[..^Suffix.Length] : name)
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(
            name => name,
            name => Mustache.Mask(own.GetValueOrDefault(name + Suffix) ?? all.GetValueOrDefault(name + Suffix) ?? all[name], findings),
            StringComparer.Ordinal);

    private BlockDefinition Of(BlockDefinition block) => block with { Variants = [.. block.Variants.Select(Of)], Default = Of(block.Default) };

    private VariantDefinition Of(VariantDefinition variant) =>
        variant.Content is { } content ? variant with { Content = Mustache.Mask(Find(content) ?? content, findings) } : variant;

    // What stands in template.yaml itself has no file beside it.
    private SourceText? Find(SourceText content)
    {
        if (content.File is not { } file || !file.EndsWith(".html", StringComparison.Ordinal))
        {
            return null;
        }

        var name = Path.GetFileNameWithoutExtension(file) + Suffix;
        var own = html.Blocks.GetValueOrDefault(name);
        return own ?? (file.StartsWith(FolderReader.Shared + "/", StringComparison.Ordinal) ? around.Blocks.GetValueOrDefault(name) : null);
    }
}
