using Renderer.Templates.Checks;

namespace Renderer.Templates.Amp;

/// <summary>Checks one tag: whether it is allowed, where it stands, its attributes.</summary>
internal sealed class AmpTagCheck(AmpTable table)
{
    // With 'on', these tell what they do by what they are.
    private static readonly HashSet<string> Actors = ["a", "button", "input", "form", "select", "textarea", "amp-carousel", "amp-list", "amp-selector", "amp-sidebar", "amp-lightbox", "amp-image-lightbox", "amp-autocomplete", "amp-state"];

    /// <summary>The rule that a tag is under; null where it is not allowed, which is then a fault.</summary>
    public AmpTag? RuleOf(WrittenTag tag, AmpOpenTags open, bool isSource, List<AmpFault> faults)
    {
        if (tag.Name == "script" && (tag.Has("custom-element") || tag.Has("custom-template")))
        {
            return AmpHead.Loading;
        }

        var rules = table.Find(tag.Name);
        AmpTag? near = null;
        foreach (var rule in rules)
        {
            if (!Is(tag, rule))
            {
                continue;
            }

            near ??= rule;
            if ((rule.In is null || open.Parent?.Tag.Name == rule.In || (isSource && open.Parent is null)) && (rule.Within is null || open.IsIn(rule.Within) || isSource))
            {
                return rule;
            }
        }

        // What has another rule without that condition is under that; else it stands in the wrong place.
        near = near is { Within: not null } or { When: null, In: not null } && rules.Length > 1 ? rules[^1] : near;
        if (tag.Name == "style")
        {
            return near ?? rules[0];
        }

        if (near is null || (tag.Name == "script" && near.In == "amp-state"))
        {
            var isScript = tag.Name == "script";
            var hint = isScript ? "" : Hint(tag.Name);
            faults.Add(new AmpFault(isScript ? "DISALLOWED_SCRIPT_TAG" : "DISALLOWED_TAG", tag.At, isScript ? "AMP runs no scripts of your own." : $"AMP for Email has no <{tag.Name}>{hint}."));
            return null;
        }

        return near;
    }

    private static bool Is(WrittenTag tag, AmpTag rule) => rule.When is not var (name, value)
        || (tag.Find(name) is { } found && (value is null || !found.IsKnown || found.Value.Equals(value, StringComparison.OrdinalIgnoreCase)));

    private static string Hint(string name) => name switch
    {
        "img" => "; write <amp-img src=\"https://…\" width=\"…\" height=\"…\">",
        "center" or "font" => "; use a style",
        "strike" => "; write <s>",
        "iframe" or "video" or "audio" or "embed" or "object" => "; use a link",
        _ => "",
    };

    /// <summary>Whether it may stand where it does.</summary>
    public static bool Stands(WrittenTag tag, AmpTag rule, AmpOpenTags open, bool isSource, List<AmpFault> faults)
    {
        var parent = open.Parent?.Tag.Name;
        if (rule.In is { } wanted && parent != wanted && !(isSource && parent is null))
        {
            faults.Add(new AmpFault("WRONG_PARENT_TAG", tag.At, $"<{tag.Name}> stands in <{wanted}>, directly."));
            return false;
        }

        foreach (var ancestor in rule.Without)
        {
            if (open.IsIn(ancestor))
            {
                faults.Add(new AmpFault("DISALLOWED_TAG_ANCESTOR", tag.At, $"<{tag.Name}> cannot stand in <{ancestor}>."));
                return false;
            }
        }

        return true;
    }

    /// <summary>Its attributes.</summary>
    public void Attributes(WrittenTag tag, AmpTag rule, AmpOpenTags open, List<AmpFault> faults)
    {
        var before = faults.Count;
        var isInTemplate = open.IsIn("template");
        if (rule.Layouts.Count > 0)
        {
            AmpLayout.Check(tag, rule, isInTemplate, faults);
        }

        foreach (var attribute in tag.Attributes)
        {
            if (Known(attribute.Name, rule, tag, open) is { } known)
            {
                if (!(rule.Layouts.Count > 0 && attribute.Name is "width" or "height" or "layout"))
                {
                    AmpValues.Check(tag, attribute, known, isInTemplate, faults);
                }
            }
            else if (!attribute.Name.StartsWith("data-", StringComparison.Ordinal))
            {
                var hint = Nearest.Hint(attribute.Name, rule.Attributes.Keys);
                faults.Add(new AmpFault("DISALLOWED_ATTR", tag.At, $"AMP for Email has no '{attribute.Name}' on <{tag.Name}>{hint}."));
            }
        }

        // What is missing may be what was written wrongly.
        if (faults.Count == before && tag.IsKnown)
        {
            Missing(tag, rule, faults);
        }
    }

    private AmpAttribute? Known(string name, AmpTag rule, WrittenTag tag, AmpOpenTags open)
    {
        if (rule.Attributes.TryGetValue(name, out var own))
        {
            return own;
        }

        foreach (var other in table.Elsewhere)
        {
            if (other.Attributes.TryGetValue(name, out var found) && open.IsIn(other.Within!) && Is(tag, other))
            {
                return found;
            }
        }

        // A script has no actions and no classes.
        return rule.Name == "script" ? null : table.Everywhere.GetValueOrDefault(name);
    }

    private static void Missing(WrittenTag tag, AmpTag rule, List<AmpFault> faults)
    {
        foreach (var wanted in rule.Mandatory)
        {
            if (!tag.Has(wanted.Name))
            {
                faults.Add(new AmpFault("MANDATORY_ATTR_MISSING", tag.At, $"<{tag.Name}> needs '{wanted.Name}'."));
            }
        }

        if (tag.Has("validation-for") && !tag.Has("visible-when-invalid"))
        {
            faults.Add(new AmpFault("ATTR_REQUIRED_BUT_MISSING", tag.At, $"<{tag.Name}> with 'validation-for' needs 'visible-when-invalid'."));
        }

        if (tag.Find("on") is { } on && on.Value.StartsWith("tap:", StringComparison.Ordinal) && !Actors.Contains(tag.Name))
        {
            foreach (var wanted in new[] { "role", "tabindex" })
            {
                if (!tag.Has(wanted))
                {
                    faults.Add(new AmpFault("ATTR_REQUIRED_BUT_MISSING", tag.At, $"<{tag.Name}> with 'on' needs '{wanted}', so that everybody can use it."));
                }
            }
        }
    }
}
