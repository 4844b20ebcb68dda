using System.Globalization;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Html;

/// <summary>Writes an image that template.yaml declares.</summary>
internal static class ImageTag
{
    public static string Write(ImageDefinition image) => string.Create(
        CultureInfo.InvariantCulture,
        $"""<img src="{HtmlText.Encode(image.Source)}" alt="{HtmlText.Encode(image.Alt)}"{Size("width", image.Width)}{Size("height", image.Height)} style="display:block;border:0;max-width:100%;height:auto">""");

    private static string Size(string name, int? pixels) =>
        pixels is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {name}=\"{pixels}\"");
}
