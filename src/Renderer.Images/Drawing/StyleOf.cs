using Renderer.Images.Scenes;

namespace Renderer.Images.Drawing;

/// <summary>What an element looks like: its attributes, then the style sheets, then its own style, then what it says for dark surroundings.</summary>
internal static class StyleOf
{
    private const string ForDark = "data-dark-";

    public static SceneStyle Element(SceneElement element, SceneStyle parent, DrawingState state)
    {
        var style = parent.Inherit();
        foreach (var (name, value) in element.Attributes)
        {
            if (name != "style" && !name.StartsWith("data-", StringComparison.Ordinal))
            {
                Check(style.Set(name, value), name, element, state, Known.Attribute(element.Name, name));
            }
        }

        foreach (var declarations in state.Tree.Rules.For(element))
        {
            Declare(style, declarations, element, state);
        }

        if (element["style"] is { } own)
        {
            Declare(style, own, element, state);
        }

        foreach (var (name, value) in element.Attributes)
        {
            if (name.StartsWith(ForDark, StringComparison.Ordinal) && state.Order.Dark)
            {
                Check(style.Set(name[ForDark.Length..], value), name, element, state, name == "data-dark-href");
            }
            else if (state.Findings is not null && name.StartsWith("data-", StringComparison.Ordinal) && !Known.Data(name))
            {
                state.Say(element, "scene_attribute", $"'{name}' means nothing here.");
            }
        }

        return style;
    }

    private static void Declare(SceneStyle style, string declarations, SceneElement element, DrawingState state)
    {
        foreach (var range in declarations.AsSpan().Split(';'))
        {
            var declaration = declarations.AsSpan()[range];
            var colon = declaration.IndexOf(':');
            if (colon > 0)
            {
                var name = declaration[..colon].Trim().ToString();
                Check(style.Set(name, declaration[(colon + 1)..].ToString()), name, element, state, Known.Property(name));
            }
        }
    }

    private static void Check(bool? taken, string name, SceneElement element, DrawingState state, bool otherwiseKnown)
    {
        if (state.Findings is not null && taken == false)
        {
            state.Say(element, "scene_value", $"The value of '{name}' is not understood, and left out.");
        }
        else if (state.Findings is not null && taken is null && !otherwiseKnown)
        {
            state.Say(element, "scene_attribute", $"'{name}' is not drawn.");
        }
    }
}
