using System.Globalization;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;

namespace Renderer.Templates.Compiling;

/// <summary>How large a picture stands in the mail, in pixels; 0 where nobody says.</summary>
/// <param name="Width">Across.</param>
/// <param name="Height">Down.</param>
internal readonly record struct SceneSize(int Width, int Height)
{
    /// <summary>As template.yaml says; what it does not say as the scene says, in proportion.</summary>
    public static SceneSize Of(SlotDefinition slot, SourceText? scene)
    {
        var own = scene is null ? default : Of(scene.Text);
        return (slot.Width, slot.Height) switch
        {
            ({ } width, { } height) => new(width, height),
            ({ } width, null) => new(width, InProportion(width, own.Height, own.Width)),
            (null, { } height) => new(InProportion(height, own.Width, own.Height), height),
            _ => new((int)Math.Round(own.Width), (int)Math.Round(own.Height)),
        };
    }

    private static int InProportion(int side, double other, double of) => of > 0 ? Math.Max(1, (int)Math.Round(side * other / of)) : 0;

    // Of the root element: width and height, or the size of what it shows.
    private static (double Width, double Height) Of(string svg)
    {
        var masked = CodeMask.Of(svg);
        var scanner = new HtmlScanner(masked, hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind != HtmlTokenKind.Tag || masked[token.Start + 1] is '/' or '!' or '?')
            {
                continue;
            }

            var tag = new HtmlTag(masked.AsSpan(token.Start, token.Length));
            if (tag.Name != "svg")
            {
                continue;
            }

            var box = tag.Attribute("viewBox")?.Split([' ', ',', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) ?? [];
            var (across, down) = box.Length == 4 ? (Pixels(box[2]), Pixels(box[3])) : (0, 0);
            var (width, height) = (Pixels(tag.Attribute("width")), Pixels(tag.Attribute("height")));
            return width > 0 && height > 0 ? (width, height)
                : width > 0 && across > 0 ? (width, width * down / across)
                : height > 0 && down > 0 ? (height * across / down, height)
                : (across, down);
        }

        return default;
    }

    private static double Pixels(string? text)
    {
        var number = text is null ? default : text.AsSpan().Trim();
        number = number.EndsWith("px", StringComparison.OrdinalIgnoreCase) ? number[..^2] : number;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pixels) && pixels is > 0 and < 10_000 ? pixels : 0;
    }
}
