using Renderer.Templates.Checks;

namespace Renderer.Templates.Compiling;

/// <summary>Checks of a mail's slots that need no rendering.</summary>
internal static class SlotChecks
{
    public static void Check(CheckedMail mail, Findings findings)
    {
        var definition = mail.Definition;
        foreach (var slot in mail.Slots)
        {
            if (!definition.Pictures.ContainsKey(slot.Name))
            {
                findings.Warning(
                    "picture_missing", $"When '{slot.Name}' cannot be drawn, an empty picture is shown; put one that always fits into fallback/{slot.Name}.png (or .jpg, .gif).", slot.Definition.At);
            }

            var reads = slot.Scene.Reads;
            foreach (var name in slot.Definition.Failure.Defaults?.Keys.Where(d => !reads.Reads(d)) ?? [])
            {
                findings.Warning("default_unused", $"The slot '{slot.Name}' has a default for '{name}', which it does not read{Nearest.Hint(name, reads.Names)}; remove it.", slot.Definition.At);
            }
        }

        var used = mail.Scripts.Concat(mail.AmpScripts).SelectMany(s => s.Facts.Images).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var mayBeAny = mail.Scripts.Concat(mail.AmpScripts).Any(s => s.Facts.OpenTime.Count(use => use.Name == "image") > s.Facts.Images.Count);
        foreach (var slot in mail.Slots.Where(slot => !mayBeAny && !used.Contains(slot.Name)))
        {
            findings.Warning("slot_unused", $"No part shows the slot '{slot.Name}'; write {{{{ image \"{slot.Name}\" }}}} where it belongs, or remove it.", slot.Definition.At);
        }

        var known = mail.Slots.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, picture) in definition.Pictures.Where(p => !known.Contains(p.Key)))
        {
            findings.Info("fallback_unused", $"There is no slot '{name}' that could fall back to this.", new Place(picture.File));
        }
    }
}
