using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>What a template tells of its slots.</summary>
internal static class TemplateSlots
{
    public static TemplateSlot Of(CompiledSlot slot, MailDefinition definition)
    {
        var (scene, said) = (slot.Scene, slot.Definition);
        var picture = definition.Pictures.GetValueOrDefault(slot.Name);
        return new TemplateSlot(slot.Name, [.. scene.Variants.Select(v => v.Name), scene.Default.Name], scene.Default.Name, scene.Reads)
        {
            Rules = scene.Rules,
            Decision = scene.Decision,
            IsPinned = said.IsPinned,
            Format = said.Format,
            Width = said.Width ?? 0,
            Height = said.Height ?? 0,
            Scale = said.Scale,
            HasDark = said.HasDark,
            HasLink = slot.HasLink,
            Holds = said.Holds,
            End = said.End,
            Fallback = picture?.Bytes,
            FallbackFormat = picture?.Format ?? said.Format,
        };
    }
}
