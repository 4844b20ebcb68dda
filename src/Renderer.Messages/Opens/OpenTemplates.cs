using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Finds the version that a link shows: the current one, or where the author pinned it the one that was sent, while it is to be had.</summary>
/// <param name="library">What is at hand.</param>
/// <param name="older">What is not.</param>
internal sealed class OpenTemplates(TemplateLibrary library, OlderVersions older)
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

    /// <summary>The same, fetched where it is not at hand and can be had in time.</summary>
    public async ValueTask<Template?> SentAsync(LinkFacts facts, CancellationToken cancellationToken) =>
        Sent(facts) is { } sent ? sent
        : facts.Version.Bits != 0 && NameOf(facts) is { } name ? await older.FindAsync(facts.Workspace, name, facts.Version, cancellationToken)
        : null;

    /// <summary>The version by the author's policy; null where no version that may be shown has it.</summary>
    /// <param name="facts">What the link says.</param>
    /// <param name="isPinned">Whether a version pins it; null where that version has it not.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async ValueTask<Template?> FindAsync(LinkFacts facts, Func<Template, bool?> isPinned, CancellationToken cancellationToken)
    {
        var current = Current(facts);
        var now = current is null ? null : isPinned(current);
        if (now == false || (current is not null && facts.Version.Is(current.Version)))
        {
            return now is null ? null : current;
        }

        return await SentAsync(facts, cancellationToken) is { } sent && isPinned(sent) == true ? sent : now is null ? null : current;
    }

    /// <summary>The slot that a link means, in the version that it shows.</summary>
    public async ValueTask<OpenSlot?> FindSlotAsync(LinkFacts facts, CancellationToken cancellationToken) =>
        await FindAsync(facts, version => SlotIn(version, facts)?.Slot.IsPinned, cancellationToken) is { } template ? SlotIn(template, facts) : null;

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
