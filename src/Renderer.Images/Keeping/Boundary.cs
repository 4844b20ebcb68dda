using Renderer.Images.Scenes;

namespace Renderer.Images.Keeping;

/// <summary>Where a scene can be cut: before an element that only plain groups hold, behind which nothing reaches back.</summary>
/// <param name="At">The index in the scene's text.</param>
/// <param name="Open">The start tags that are open there.</param>
internal readonly record struct Boundary(int At, string Open)
{
    /// <summary>The last place within what is shared; null where nothing would be drawn before it.</summary>
    public static Boundary? Find(string scene, SceneTree tree, int shared)
    {
        SceneElement? best = null;
        var (styles, drawn) = (0, 0);
        foreach (var element in tree.InOrder)
        {
            if (element.Start <= shared && drawn > 0 && IsPlain(element.Parent, tree.Rules))
            {
                best = element;
            }

            if (element.Name == "style")
            {
                styles = element.Start;
            }

            if (element["data-countdown"] is not null || element["data-slide"] is not null || element["data-show"] is not null)
            {
                return Of(scene, best, styles);
            }

            drawn += element.Name is "svg" or "g" or "defs" or "style" or "title" or "desc" or "metadata" ? 0 : 1;
        }

        var end = scene.LastIndexOf("</", StringComparison.Ordinal);
        return drawn > 0 && end > styles && shared >= end && StartTag(scene, tree.Root) is { } root ? new Boundary(end, root) : Of(scene, best, styles);
    }

    private static Boundary? Of(string scene, SceneElement? element, int styles)
    {
        if (element is null || element.Start <= styles)
        {
            return null;
        }

        var open = "";
        for (var parent = element.Parent; parent is not null; parent = parent.Parent)
        {
            if (StartTag(scene, parent) is not { } tag)
            {
                return null;
            }

            open = tag + open;
        }

        return new Boundary(element.Start, open);
    }

    /// <summary>Whether all that hold an element can be left and entered again without a difference.</summary>
    private static bool IsPlain(SceneElement? parent, StyleRules rules)
    {
        for (; parent is not null; parent = parent.Parent)
        {
            if (parent.Name is not ("svg" or "g") || parent["opacity"] is not null || parent["style"] is not null || rules.For(parent).Any())
            {
                return false;
            }
        }

        return true;
    }

    private static string? StartTag(string scene, SceneElement element)
    {
        if (element.Start < 0 || element.Start >= scene.Length || scene[element.Start] != '<')
        {
            return null;
        }

        var quote = '\0';
        for (var at = element.Start + 1; at < scene.Length; at++)
        {
            var unit = scene[at];
            if (quote != '\0')
            {
                quote = unit == quote ? '\0' : quote;
            }
            else if (unit is '"' or '\'')
            {
                quote = unit;
            }
            else if (unit == '>')
            {
                return scene[element.Start..(at + 1)];
            }
        }

        return null;
    }
}
