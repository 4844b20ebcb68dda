using System.Globalization;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Html;

/// <summary>Writes an image that template.yaml declares.</summary>
internal static class ImageTag
{
    /// <param name="image">The image.</param>
    /// <param name="isAmp">As amp-img, which needs a size; without one it fills what it stands in.</param>
    public static string Write(ImageDefinition image, bool isAmp) => isAmp ? Amp(image) : string.Create(
        CultureInfo.InvariantCulture,
        $"""<img src="{HtmlText.Encode(image.Source)}" alt="{HtmlText.Encode(image.Alt)}"{Size("width", image.Width)}{Size("height", image.Height)} style="display:block;border:0;max-width:100%;height:auto">""");

    private static string Amp(ImageDefinition image) => image is { Width: not null, Height: not null }
        ? $"""<amp-img src="{HtmlText.Encode(image.Source)}" alt="{HtmlText.Encode(image.Alt)}"{Size("width", image.Width)}{Size("height", image.Height)} layout="responsive"></amp-img>"""
        : $"""<amp-img src="{HtmlText.Encode(image.Source)}" alt="{HtmlText.Encode(image.Alt)}" layout="fill"></amp-img>""";

    private static string Size(string name, int? pixels) =>
        pixels is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {name}=\"{pixels}\"");
}
