using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>The plans of a mail's scripts, and where their values stand.</summary>
/// <param name="Plans">By script.</param>
/// <param name="Layout">What they share.</param>
internal sealed record PlanSet(IReadOnlyDictionary<Script, Plan> Plans, Layout Layout)
{
    /// <summary>Compiles all scripts; null where one uses something that the compiler does not take, which is then a note.</summary>
    public static PlanSet? Make(IEnumerable<Script> html, IEnumerable<Script> plain, IEnumerable<Script> rules, MailDefinition definition, WorkspaceSettings settings, Findings findings)
    {
        var layout = new Layout(settings.LocaleAttribute, settings.TimeZoneAttribute);
        layout.Defaults = definition.Defaults.Select(d => (layout.Profile.SlotOf(d.Key), ScribanSemantics.From(JsonModel.From(d.Value)))).ToList();
        var plans = new Dictionary<Script, Plan>();
        foreach (var (script, use) in html.Select(s => (s, ScriptUse.Html)).Concat(plain.Select(s => (s, ScriptUse.Plain))).Concat(rules.Select(s => (s, ScriptUse.Rule))))
        {
            var (plan, beyond) = Planner.Make(script, use, layout, ScribanSemantics.Instance);
            if (beyond is var (what, at))
            {
                findings.Info("interpreted", $"The compiler does not take {what}, so this template is interpreted: the same mail, more slowly.", script.Source.At(at));
                return null;
            }

            plans[script] = plan!;
        }

        return new PlanSet(plans, layout);
    }
}
