namespace Renderer.Images.Drawing;

/// <summary>What has a meaning beside the properties of a style, so that all else can be said not to be drawn.</summary>
internal static class Known
{
    private static readonly Dictionary<string, string> OfElements = new()
    {
        ["svg"] = "width height viewBox preserveAspectRatio version xmlns x y",
        ["rect"] = "x y width height rx ry",
        ["circle"] = "cx cy r",
        ["ellipse"] = "cx cy rx ry",
        ["line"] = "x1 y1 x2 y2",
        ["path"] = "d",
        ["polygon"] = "points",
        ["polyline"] = "points",
        ["text"] = "x y dx dy",
        ["tspan"] = "x y dx dy",
        ["image"] = "x y width height href preserveAspectRatio",
        ["use"] = "x y width height href",
        ["linearGradient"] = "x1 y1 x2 y2 gradientUnits gradientTransform spreadMethod href",
        ["radialGradient"] = "cx cy r fx fy gradientUnits gradientTransform spreadMethod href",
        ["stop"] = "offset stop-color stop-opacity",
        ["clipPath"] = "clipPathUnits",
        ["a"] = "href target rel",
        ["symbol"] = "viewBox",
    };

    // Said for readers and editors, or the same as what is drawn anyway.
    private const string Everywhere =
        " id class role lang aria-label aria-hidden aria-labelledby tabindex focusable data-name enable-background shape-rendering image-rendering" +
        " color-interpolation font-variant font-stretch font-feature-settings isolation vector-effect cursor pointer-events overflow stop-color stop-opacity unicode-bidi type line-height ";

    private const string DataNames =
        " data-width data-height data-lines data-fit data-min-size data-overflow data-line-height data-theme data-mark data-value data-max data-values data-text" +
        " data-ground data-countdown data-format data-show data-slide data-frames data-name data-radius data-quiet data-loop ";

    public static bool Attribute(string element, string name) =>
        Has(Everywhere, name) || (OfElements.TryGetValue(element, out var own) && Has($" {own} ", name));

    public static bool Property(string name) => Has(Everywhere, name) || name.StartsWith('-');

    public static bool Data(string name) => Has(DataNames, name) || name.StartsWith("data-dark-", StringComparison.Ordinal);

    private static bool Has(string list, string name) => list.Contains($" {name} ", StringComparison.Ordinal);
}
