using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>The one decision about a slot or block of an opened mail, as every door gets it.</summary>
internal sealed class SlotLook(SlotDecisions decisions, TemplateLibrary library)
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>Decides, or learns what was decided.</summary>
    /// <param name="order">Who asks for what.</param>
    /// <param name="template">The version that is shown.</param>
    /// <param name="about">The slot or block.</param>
    /// <param name="who">For whom.</param>
    /// <param name="isClick">Somebody clicks; else it is looked at.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async ValueTask<OpenChoice> DecideAsync(
        OpenOrder order, Template template, Decided about, OpenPerson who, bool isClick, CancellationToken cancellationToken)
    {
        if (about.Variants.Count == 0)
        {
            return new(new(about.Default, null), Outcome.Live);
        }

        var asked = false;
        if (who.Bearer is not { } bearer || who.Person.Reason == Reason.ConsentWithdrawn)
        {
            // Nobody, or somebody of whom nothing is to be kept, nor shown what was decided of them: the rules say the same at each look.
            return new(Ask(cancellationToken) ?? new(about.Default, null), Outcome.Live);
        }

        var question = new SlotQuestion
        {
            Workspace = order.Facts.Workspace,
            Person = who.Names[0],
            Bearer = bearer,
            Aliases = [.. who.Names.Skip(1)],
            Message = order.Facts.Message.Hash,
            Template = template.Name,
            Slot = about.Name,
            Policy = about.Policy,
            Sent = VariantMark.Among(order.Facts.Decision, about.Variants),
            Variants = about.Variants,
            Default = about.Default,
            Keep = library.Settings(order.Facts.Workspace).Retention.Decisions,
        };
        var decision = isClick
            ? await decisions.ClickAsync(Harmless(question, order), Decide, cancellationToken)
            : await decisions.LookAsync(question, Decide, cancellationToken);

        // Asked, and nobody could keep what was answered.
        return new(decision.Choice, decision.Hold == SlotHold.Static && asked ? Outcome.Static : Outcome.Live);

        ValueTask<SlotChoice?> Decide(CancellationToken ending)
        {
            var choice = Ask(ending);
            asked = choice is not null;
            return new(choice);
        }

        SlotChoice? Ask(CancellationToken ending) =>
            (template.DecideAmpData(who.Scope, about.Name, ending) ?? template.Decide(who.Scope, Nothing, ending).FirstOrDefault(each => each.Block == about.Name)) is { Outcome: Outcome.Live or Outcome.Stale } choice
            && who.Person.Standing.Of(about.Reads).Outcome is Outcome.Live or Outcome.Stale
                ? new SlotChoice(choice.Variant, choice.Segment)
                : null;
    }

    /// <summary>A machine that follows a link, or looks where it leads, ends nothing: only a person's click makes a decision final.</summary>
    private static SlotQuestion Harmless(SlotQuestion question, OpenOrder order) =>
        question.Policy == DecisionPolicy.UntilClick && (order.IsHead || order.Class is OpenClass.Scanner or OpenClass.Prefetch)
            ? question with { Policy = DecisionPolicy.Always }
            : question;
}

/// <summary>What an opened slot shows.</summary>
/// <param name="Choice">The variant.</param>
/// <param name="Outcome">The rung it stands on at best.</param>
internal readonly record struct OpenChoice(SlotChoice Choice, Outcome Outcome)
{
    /// <summary>As a template takes it.</summary>
    public Dictionary<string, string> Kept(string slot) => new() { [slot] = Choice.Variant };
}
