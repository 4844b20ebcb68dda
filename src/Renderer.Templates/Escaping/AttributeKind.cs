using System.Collections.Frozen;

namespace Renderer.Templates.Escaping;

/// <summary>What an attribute's value is read as.</summary>
internal enum AttributeKind
{
    Plain,
    Url,
    UrlList,
    Style,

    /// <summary>One value of a style, which might name an address.</summary>
    StyleValue,

    /// <summary>A script that runs at an event.</summary>
    Handler,

    /// <summary>A document or an expression in an attribute.</summary>
    Code,

    /// <summary>Its name depends on a branch.</summary>
    Unknown,
}

/// <summary>Knows attributes by name: HTML's, SVG's, VML's, and AMP's.</summary>
internal static class AttributeKinds
{
    private static readonly FrozenSet<string> Urls = new[]
    {
        "href", "src", "action", "background", "formaction", "cite", "poster", "data", "longdesc", "usemap", "lowsrc", "dynsrc", "codebase", "classid",
        "manifest", "profile", "icon", "base", "action-xhr",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Lists = new[] { "srcset", "imagesrcset", "ping", "archive" }.ToFrozenSet();
    // Of SVG: each may be url(…).
    private static readonly FrozenSet<string> StyleValues = new[]
    {
        "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start", "marker-mid", "marker-end", "color-profile", "mask-image", "background-image",
    }.ToFrozenSet();

    private const string OfDark = "data-dark-";

    private static readonly FrozenSet<string> Animations = new[] { "set", "animate", "animatetransform", "animatemotion", "animatecolor" }.ToFrozenSet();
    private static readonly FrozenSet<string> Animated = new[] { "to", "from", "by", "values" }.ToFrozenSet();

    /// <summary>An element of SVG that changes an attribute of another.</summary>
    public static bool IsAnimation(string element) => Animations.Contains(element);

    /// <summary>The kind of an attribute.</summary>
    /// <param name="element">In lower case.</param>
    /// <param name="name">In lower case, with its prefix; empty where it depends on a branch.</param>
    /// <param name="isForeign">In SVG.</param>
    public static AttributeKind Of(string element, string name, bool isForeign = false)
    {
        // In our scenes, what an attribute is in dark surroundings.
        if (isForeign && name.StartsWith(OfDark, StringComparison.Ordinal))
        {
            name = name[OfDark.Length..];
        }

        if (name.Length == 0)
        {
            return AttributeKind.Unknown;
        }

        if (name.StartsWith("on", StringComparison.Ordinal))
        {
            return AttributeKind.Handler;
        }

        if (name is "srcdoc" || name[0] == '[' || name.StartsWith("data-amp-bind-", StringComparison.Ordinal))
        {
            return AttributeKind.Code;
        }

        // xlink:href, o:href, v:src: a prefix says who reads it, not what it is.
        var local = name[(name.LastIndexOf(':') + 1)..];
        return local == "style" ? AttributeKind.Style
            : Urls.Contains(local) ? AttributeKind.Url
            : isForeign && StyleValues.Contains(local) ? AttributeKind.StyleValue
            : Lists.Contains(local) || (Animated.Contains(local) && IsAnimation(element)) ? AttributeKind.UrlList
            : AttributeKind.Plain;
    }
}
