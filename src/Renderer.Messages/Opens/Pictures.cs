using Renderer.Images;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Draws the scenes of a template's slots.</summary>
internal sealed class Pictures(PictureMaker maker)
{
    /// <summary>Draws one.</summary>
    /// <param name="template">The version.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="variant">The variant: scenes of one version and variant share what does not change.</param>
    /// <param name="scene">As rendered.</param>
    /// <param name="dark">For dark surroundings.</param>
    /// <param name="now">From when countdowns count.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    public ValueTask<PictureResult> DrawAsync(
        Template template, TemplateSlot slot, string variant, RenderedScene scene, bool dark, DateTimeOffset now, CancellationToken cancellationToken) =>
        maker.MakeAsync(OrderOf(template, slot, variant, scene, dark, now), cancellationToken);

    /// <summary>What of a scene is not drawn.</summary>
    public IReadOnlyList<Diagnostic> Check(Template template, TemplateSlot slot, string variant, RenderedScene scene, DateTimeOffset now) =>
        maker.Check(OrderOf(template, slot, variant, scene, dark: false, now));

    private static SceneOrder OrderOf(Template template, TemplateSlot slot, string variant, RenderedScene scene, bool dark, DateTimeOffset now) => new()
    {
        Scene = scene.Svg!,
        Format = slot.Format,
        Version = $"{template.Name}@{template.Version}/{slot.Name}/{variant}",
        Width = slot.Width,
        Height = slot.Height,
        Scale = Math.Max(1, slot.Scale),
        Dark = dark,
        Now = now,
        TimeZone = scene.TimeZone,
        Images = address => FileOf(template, address),
    };

    /// <summary>A file beside the template. What stands at another address is not fetched.</summary>
    private static ReadOnlyMemory<byte>? FileOf(Template template, string address) =>
        address.Contains(':', StringComparison.Ordinal) || address.Contains("..", StringComparison.Ordinal) || address.StartsWith('/')
        || !template.Bundle.Files.TryGetValue($"{template.Name}/{address}", out var file)
            ? null
            : file;
}
