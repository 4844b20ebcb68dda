using System.Collections.Frozen;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>Checks that what belongs to open time stands where it can.</summary>
internal static class OpenTimeChecks
{
    private static readonly FrozenSet<string> OfMails = Set("block", "include", "image", "link", "web_link", "consent_link", "pixel", "amp_link", "skip", "raw");
    private static readonly FrozenSet<string> OfBodies = Set("web_link", "consent_link", "pixel", "amp_link");
    private static readonly FrozenSet<string> OfLooks = Set("time_left", ScopeNames.Open);

    public static void Check(CheckedMail mail, Findings findings)
    {
        // Also blocks that template.yaml does not list: what is shown of either is kept by its name.
        foreach (var slot in mail.Definition.Slots.Where(slot => mail.Blocks.ByName.ContainsKey(slot.Name)))
        {
            findings.Error("name_twice", $"There is a block '{slot.Name}' as well, and decisions could not tell them apart; name the image in another way.", slot.At);
        }

        var slots = mail.Definition.Slots.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        var words = mail.Slots.SelectMany(slot => slot.Alt.Variants.Append(slot.Alt.Default)).Select(v => v.Content).OfType<Script>().ToHashSet();
        foreach (var script in mail.Scripts)
        {
            foreach (var use in script.Facts.OpenTime)
            {
                Check(script, use, words.Contains(script), findings);
            }

            foreach (var use in script.Use == ScriptUse.Header ? script.Facts.Images.Where(i => slots.Contains(i.Name)) : [])
            {
                findings.Error("function_place", $"'{use.Name}' is drawn when the mail is opened, and a subject or preheader shows no picture; leave it out.", use.At);
            }
        }

        var known = mail.Definition.AmpData.Select(data => data.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var use in mail.Scripts.SelectMany(s => s.Facts.AmpData).Where(use => !known.Contains(use.Name)))
        {
            findings.Error("amp_data_unknown", $"There is no data '{use.Name}'{Nearest.Hint(use.Name, known)}; declare it under 'amp_data' in template.yaml.", use.At);
        }
    }

    private static void Check(Script script, NameUse use, bool isAlt, Findings findings)
    {
        var isPicture = script.Use is ScriptUse.Scene or ScriptUse.Address || isAlt;
        if (isPicture && OfMails.Contains(use.Name))
        {
            findings.Error("function_place", $"'{use.Name}' cannot stand {Where(script, isAlt)}; {Instead(use.Name)}.", use.At);
        }
        else if (script.Use == ScriptUse.Header && !isAlt && OfBodies.Contains(use.Name))
        {
            findings.Error("function_place", $"'{use.Name}' cannot stand in a subject or preheader, which lead nowhere; put it into the body.", use.At);
        }
        else if (script.Use != ScriptUse.Scene && OfLooks.Contains(use.Name))
        {
            findings.Warning(
                "said_at_send", $"'{use.Name}' is asked when the mail is sent, and its answer stays; put it into a scene, which is drawn when the mail is opened.", use.At);
        }
    }

    private static string Where(Script script, bool isAlt) => isAlt ? "in an 'alt'" : script.Use == ScriptUse.Scene ? "in a scene" : "in a slot's 'link'";

    private static string Instead(string name) => name switch
    {
        "link" => "a slot's 'link' in template.yaml is the address itself, and a scene has none",
        "skip" => "whether a message is sent is decided in its parts",
        "raw" => "write the markup out, and values as values",
        "image" => "name the address in <image href=\"…\">",
        _ => "write what it would show",
    };

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
