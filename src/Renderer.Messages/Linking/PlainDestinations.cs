using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Linking;

/// <summary>The destinations of a template that say nothing of anybody: those that nobody's mail has, too, in any of its variants.</summary>
internal static class PlainDestinations
{
    private static readonly ConditionalWeakTable<Template, FrozenDictionary<string, Destination>> Known = [];

    /// <summary>The destination, where a click there tells nothing of the person; null for others, and where a click may not lead.</summary>
    public static Destination? Of(Template template, string destination) => Known.GetValue(template, Find).TryGetValue(destination, out var known) ? known : null;

    private static FrozenDictionary<string, Destination> Find(Template template)
    {
        var found = new Dictionary<string, Destination>(StringComparer.Ordinal);
        var scope = new RenderScope
        {
            Profile = Profile.Empty, Standing = new ProfileStanding(ProfileState.Missing, Reason.ProfileMissing), Now = DateTimeOffset.UnixEpoch,
        };
        foreach (var choices in EachVariant(template))
        {
            var mail = template.Render(scope, choices, template.Parts, CancellationToken.None);
            LinkMarks.Replace(mail.HtmlUtf8 ?? default, Take);
            LinkMarks.Replace(mail.Text ?? "", Take);
            LinkMarks.Replace(mail.Amp ?? "", Take);
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);

        string Take(LinkMark mark)
        {
            if (Destination.TryParse(mark.Destination, out var destination))
            {
                found[mark.Destination!] = destination;
            }

            return "";
        }
    }

    // Each variant once: the first of all blocks, the second of all, and so on.
    private static IEnumerable<IReadOnlyList<BlockChoice>> EachVariant(Template template)
    {
        var blocks = template.Blocks.Where(block => block.Variants.Count > 0).ToList();
        for (var turn = 0; turn == 0 || turn < blocks.Select(block => block.Variants.Count).DefaultIfEmpty(0).Max() + 1; turn++)
        {
            yield return [.. blocks.Select(block => new BlockChoice(
                block.Name, turn < block.Variants.Count ? block.Variants[turn] : block.DefaultVariant ?? block.Variants[^1], null, null))];
        }
    }
}
