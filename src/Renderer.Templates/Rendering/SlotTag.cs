using System.Globalization;
using Renderer.Templates.Compiling;
using Renderer.Templates.Html;

namespace Renderer.Templates.Rendering;

/// <summary>Writes a slot into the mail.</summary>
internal static class SlotTag
{
    private const string Style = "display:block;border:0;max-width:100%;height:auto";

    /// <summary>The picture, in the link around it where the variant has one.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="variant">As decided.</param>
    /// <param name="alt">One line.</param>
    /// <param name="isAmp">As amp-img, which needs a size; without one it fills what it stands in.</param>
    public static string Write(CompiledSlot slot, string variant, string alt, bool isAmp)
    {
        var size = slot.Sizes.GetValueOrDefault(variant);
        var picture = isAmp ? Amp(slot, size, HtmlText.Encode(alt)) : Html(slot, size, HtmlText.Encode(alt));
        return slot.LinksFrom(variant) ? $"<a href=\"{slot.Marks.Click}\">{picture}</a>" : picture;
    }

    /// <summary>What plain text says of it.</summary>
    public static string Text(CompiledSlot slot, string variant, string alt) =>
        !slot.LinksFrom(variant) ? alt : alt.Length == 0 ? slot.Marks.Click : $"{alt} ({slot.Marks.Click})";

    // Clients that know neither 'picture' nor the question show the image within.
    private static string Html(CompiledSlot slot, SceneSize size, string alt)
    {
        var image = $"<img src=\"{slot.Marks.Image}\" alt=\"{alt}\"{Side("width", size.Width)}{Side("height", size.Height)} style=\"{Style}\">";
        return slot.Definition.HasDark ? $"<picture><source srcset=\"{slot.Marks.Dark}\" media=\"(prefers-color-scheme:dark)\">{image}</picture>" : image;
    }

    private static string Amp(CompiledSlot slot, SceneSize size, string alt) => size is { Width: > 0, Height: > 0 }
        ? $"<amp-img src=\"{slot.Marks.Image}\" alt=\"{alt}\"{Side("width", size.Width)}{Side("height", size.Height)} layout=\"responsive\"></amp-img>"
        : $"<amp-img src=\"{slot.Marks.Image}\" alt=\"{alt}\" layout=\"fill\"></amp-img>";

    private static string Side(string name, int pixels) => pixels == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {name}=\"{pixels}\"");
}
