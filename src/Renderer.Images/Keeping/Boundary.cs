using System.Buffers;
using Renderer.Images.Scenes;

namespace Renderer.Images.Keeping;

/// <summary>Where a scene can be cut: before an element that only plain groups hold, behind which nothing reaches back.</summary>
/// <param name="At">The index in the scene's text.</param>
/// <param name="Open">The start tags that are open there.</param>
/// <param name="Close">The end tags that close them.</param>
/// <param name="Holders">The elements that are open there, the innermost first.</param>
internal sealed record Boundary(int At, string Open, string Close, IReadOnlyList<SceneElement> Holders)
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>");

    /// <summary>The last place within what is shared; null where nothing would be drawn before it.</summary>
    public static Boundary? Find(string scene, SceneTree tree, int shared)
    {
        var styled = tree.InOrder.LastOrDefault(element => element.Name == "style")?.Start ?? -1;
        var plain = new HashSet<SceneElement>();
        SceneElement? best = null;
        var (drawn, moves) = (0, false);
        foreach (var element in tree.InOrder)
        {
            if (element.Start <= shared && drawn > 0 && element.Parent is { } parent && plain.Contains(parent))
            {
                best = element;
            }

            moves = element["data-countdown"] is not null || element["data-slide"] is not null || element["data-show"] is not null;
            if (moves)
            {
                break;
            }

            if ((element.Parent is null || plain.Contains(element.Parent)) && IsPlain(element, tree.Rules))
            {
                plain.Add(element);
            }

            drawn += element.Name is "svg" or "g" or "defs" or "style" or "title" or "desc" or "metadata" ? 0 : 1;
        }

        var end = scene.LastIndexOf("</", StringComparison.Ordinal);
        return !moves && drawn > 0 && end > styled && shared >= end && plain.Contains(tree.Root) ? Of(scene, end, tree.Root)
            : best is not null && best.Start > styled ? Of(scene, best.Start, best.Parent)
            : null;
    }

    private static Boundary? Of(string scene, int at, SceneElement? holder)
    {
        var (open, close, holders) = ("", "", new List<SceneElement>());
        for (; holder is not null; holder = holder.Parent)
        {
            if (StartTag(scene, holder) is not { } tag)
            {
                return null;
            }

            (open, close) = (tag + open, close + "</" + tag[1..tag.AsSpan().IndexOfAny(NameEnds)] + ">");
            holders.Add(holder);
        }

        return new Boundary(at, open, close, holders);
    }

    /// <summary>Whether an element can be left and entered again without a difference.</summary>
    private static bool IsPlain(SceneElement element, StyleRules rules) =>
        element.Name is "svg" or "g" && element["opacity"] is null && element["data-dark-opacity"] is null && element["style"] is null && !rules.For(element).Any();

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
