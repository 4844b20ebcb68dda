using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Finds the version that a link shows: the current one, or where the author pinned it the one that was sent, while it is to be had.</summary>
internal sealed class OpenTemplates(TemplateLibrary library)
{
    /// <summary>The template's name; null where the workspace has none of it.</summary>
    public string? NameOf(LinkFacts facts) => facts.Template.Text ?? facts.Template.Among(library.Names(facts.Workspace));

    /// <summary>The version that a link bears, in full where it is at hand, else its first digits; empty for none.</summary>
    public string VersionOf(LinkFacts facts) => facts.Version.Bits == 0 ? "" : Sent(facts)?.Version ?? facts.Version.ToString();

    /// <summary>The slot's name, also of one that is no more, as far as the link says it in full.</summary>
    public string? SlotNameOf(LinkFacts facts) =>
        SlotName.Among(facts.Slot, Current(facts)?.Slots.Select(slot => slot.Name) ?? Sent(facts)?.Slots.Select(slot => slot.Name) ?? [])?.Slot;

    /// <summary>The current version; null where there is none.</summary>
    public Template? Current(LinkFacts facts) => NameOf(facts) is { } name ? library.Find(facts.Workspace, name, null).Template : null;

    /// <summary>The version that was sent; null where it is not at hand.</summary>
    public Template? Sent(LinkFacts facts) =>
        facts.Version.Bits != 0 && NameOf(facts) is { } name ? library.Find(facts.Workspace, name, facts.Version) : null;

    /// <summary>The version by the author's policy; null where no version at hand that may be shown has it.</summary>
    /// <param name="facts">What the link says.</param>
    /// <param name="isPinned">Whether a version pins it; null where that version has it not.</param>
    public Template? Find(LinkFacts facts, Func<Template, bool?> isPinned)
    {
        var current = Current(facts);
        var now = current is null ? null : isPinned(current);
        if (now == false)
        {
            return current;
        }

        return Sent(facts) is { } sent && isPinned(sent) == true ? sent : now is null ? null : current;
    }

    /// <summary>The slot that a link means, in the version that it shows.</summary>
    public OpenSlot? FindSlot(LinkFacts facts)
    {
        var template = Find(facts, version => SlotIn(version, facts)?.Slot.IsPinned);
        return template is null ? null : SlotIn(template, facts);
    }

    private static OpenSlot? SlotIn(Template template, LinkFacts facts) =>
        SlotName.Among(facts.Slot, template.Slots.Select(each => each.Name)) is { } name && template.Slots.FirstOrDefault(each => each.Name == name.Slot) is { } slot
            ? new OpenSlot(template, slot, name)
            : null;
}

/// <summary>A slot, in the version that is shown.</summary>
/// <param name="Template">The version.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Name">As the link calls it.</param>
internal readonly record struct OpenSlot(Template Template, TemplateSlot Slot, SlotName Name);
