using System.Text.RegularExpressions;

namespace Renderer.Templates.Amp;

/// <summary>
/// The sizes of an element that AMP lays out before anything of it is loaded:
/// https://amp.dev/documentation/guides-and-tutorials/email/learn/amp-html-layout/.
/// </summary>
internal static partial class AmpLayout
{
    private const string Auto = "auto";
    private static readonly string[] All = ["container", "fill", "fixed", "fixed-height", "flex-item", "intrinsic", "nodisplay", "responsive", "fluid"];

    public static void Check(WrittenTag tag, AmpTag rule, bool isInTemplate, List<AmpFault> faults)
    {
        var (width, height, layout) = (tag.Find("width"), tag.Find("height"), tag.Find("layout"));
        if (!tag.IsKnown || IsOpen(width, isInTemplate) || IsOpen(height, isInTemplate) || IsOpen(layout, isInTemplate))
        {
            return;
        }

        void Wrong(string code, string what) => faults.Add(new AmpFault(code, tag.At, what));
        if (width is { } w && w.Value != Auto && !Length().IsMatch(w.Value))
        {
            Wrong("INVALID_ATTR_VALUE", $"The width of <{tag.Name}> is a number, with or without a unit, or auto.");
            return;
        }

        if (height is { } h && !Length().IsMatch(h.Value))
        {
            Wrong("INVALID_ATTR_VALUE", $"The height of <{tag.Name}> is a number, with or without a unit.");
            return;
        }

        if (layout is { } said && !All.Contains(said.Value))
        {
            Wrong("INVALID_ATTR_VALUE", $"The layout of <{tag.Name}> is one of {string.Join(", ", rule.Layouts)}.");
            return;
        }

        var kind = layout?.Value ?? Implied(tag, width, height);
        if (!rule.Layouts.Contains(kind))
        {
            Wrong(
                layout is not null ? "SPECIFIED_LAYOUT_INVALID" : kind == "container" ? "MISSING_LAYOUT_ATTRIBUTES" : "IMPLIED_LAYOUT_INVALID",
                layout is null && kind == "container" ? $"<{tag.Name}> needs 'width' and 'height', or a 'layout'." : $"<{tag.Name}> cannot have the layout {kind}, only {string.Join(", ", rule.Layouts)}.");
            return;
        }

        if (height is null && (kind is "fixed" or "fixed-height" or "intrinsic" or "responsive"))
        {
            Wrong("MANDATORY_ATTR_MISSING", $"<{tag.Name}> needs 'height' for the layout {kind}.");
        }
        else if (kind == "fixed-height" && width is { } other && other.Value != Auto)
        {
            Wrong("ATTR_VALUE_REQUIRED_BY_LAYOUT", $"The width of <{tag.Name}> is auto for the layout fixed-height.");
        }
        else if ((kind is "fixed" or "intrinsic" or "responsive") && (width is null || width.Value.Value == Auto))
        {
            Wrong(width is null ? "MANDATORY_ATTR_MISSING" : "INVALID_ATTR_VALUE", $"<{tag.Name}> needs 'width', a number, for the layout {kind}.");
        }
        else if ((kind is "responsive" or "intrinsic") && Unit(width!.Value.Value) != Unit(height!.Value.Value))
        {
            Wrong("INCONSISTENT_UNITS_FOR_WIDTH_AND_HEIGHT", $"Width and height of <{tag.Name}> have one unit for the layout {kind}.");
        }
        else if (tag.Find("heights") is { Value.Length: > 0 } && kind != "responsive")
        {
            Wrong(layout is null ? "ATTR_DISALLOWED_BY_IMPLIED_LAYOUT" : "ATTR_DISALLOWED_BY_SPECIFIED_LAYOUT", $"<{tag.Name}> has 'heights' for the layout responsive alone.");
        }
    }

    private static string Implied(WrittenTag tag, WrittenAttribute? width, WrittenAttribute? height) =>
        width is null && height is null ? "container"
        : height is not null && (width is null || width.Value.Value == Auto) ? "fixed-height"
        : height is not null && (tag.Has("sizes") || tag.Has("heights")) ? "responsive"
        : "fixed";

    // Code of ours or a variable of amp-mustache says it.
    private static bool IsOpen(WrittenAttribute? value, bool isInTemplate) =>
        value is { } found && (!found.IsKnown || (isInTemplate && found.Value.Contains("{{", StringComparison.Ordinal)));

    private static string Unit(string length) => length.TrimStart("0123456789.".ToCharArray()) is "px" or "" ? "px" : length.TrimStart("0123456789.".ToCharArray());

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?(px|em|rem|vh|vw|vmin|vmax)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Length();
}
