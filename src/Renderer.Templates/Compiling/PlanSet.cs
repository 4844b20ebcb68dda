using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Html;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>The plans of a mail's scripts, and where their values stand.</summary>
/// <param name="Plans">By script.</param>
/// <param name="Layout">What they share.</param>
/// <param name="PlacesPreheader">The HTML's plan writes the preheader where it belongs.</param>
internal sealed record PlanSet(IReadOnlyDictionary<Script, Plan> Plans, Layout Layout, bool PlacesPreheader)
{
    /// <summary>Compiles all scripts; null where one uses something that the compiler does not take, which is then a note.</summary>
    /// <param name="body">The HTML, where the mail has a preheader and the source has no place for it; else null.</param>
    /// <param name="scripts">All of the mail.</param>
    /// <param name="blocks">All blocks of the mail, by name.</param>
    /// <param name="slots">All slots of the mail.</param>
    /// <param name="definition">The template's.</param>
    /// <param name="around">The workspace.</param>
    /// <param name="amp">Where the values of its AMP part stand, which then is where its own do: a person is read once for both.</param>
    /// <param name="findings">Takes the note.</param>
    public static PlanSet? Make(
        Script? body,
        IEnumerable<Script> scripts,
        IReadOnlyDictionary<string, CompiledBlock> blocks,
        IEnumerable<CompiledSlot> slots,
        MailDefinition definition,
        Surroundings around,
        Layout? amp,
        Findings findings)
    {
        var layout = amp ?? new Layout(around.Settings.LocaleAttribute, around.Settings.TimeZoneAttribute) { Kept = around.Keeps ? new() : null };
        layout.Defaults = definition.Defaults.Select(d => (layout.Profile.SlotOf(d.Key), ScribanSemantics.From(JsonModel.From(d.Value)))).ToList();
        var placed = body is not null && PreheaderPlace.FindInSource(body.Source.Text) is { } place ? Preheaders.PutAt(place, body.Forms) : null;
        var unsteady = slots.Where(slot => !slot.IsSteady).Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        var plans = new Dictionary<Script, Plan>();
        foreach (var script in scripts)
        {
            var forms = ReferenceEquals(script, body) && placed is not null ? placed : script.Forms;
            var (plan, beyond) = Planner.Make(script, forms, layout, blocks, unsteady);
            if (beyond is var (what, at))
            {
                findings.Info("interpreted", $"The compiler does not take {what}, so this template is interpreted: the same mail, more slowly.", at);
                return null;
            }

            plans[script] = plan!;
        }

        return new PlanSet(plans, layout, placed is not null);
    }
}
