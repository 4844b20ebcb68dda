using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Renderer.Images;
using Renderer.Messages.Decisions;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Shows the picture of a slot in a mail that was delivered: what is true now. There always is one, in time.</summary>
public sealed partial class PictureDesk
{
    private readonly OpenSteps steps;
    private readonly Pictures pictures;
    private readonly StaticPictures statics;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    internal PictureDesk(OpenSteps steps, Pictures pictures, StaticPictures statics, TimeProvider clock, ILogger log) =>
        (this.steps, this.pictures, this.statics, this.clock, this.log) = (steps, pictures, statics, clock, log);

    /// <summary>The picture as of now, within the budget. Never throws.</summary>
    public async ValueTask<OpenedPicture> ShowAsync(OpenOrder order, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var picture = await InTime.RunAsync(
            order.Budget, clock, ending => LookAsync(order, ending), reason => Static(order.Facts, reason), bug => Log.Failed(log, bug), cancellationToken);
        MessageMetrics.Count(picture.Outcome, clock.GetElapsedTime(start));
        return picture;
    }

    /// <summary>The slot's static picture, at once: where a door may try nothing else. Asks nothing.</summary>
    public OpenedPicture Fallback(OpenOrder order, Reason reason) => Static(order.Facts, reason);

    private async ValueTask<OpenedPicture> LookAsync(OpenOrder order, CancellationToken cancellationToken)
    {
        if (steps.Gate.Of(order.Facts) is not Reason.None and var neutral)
        {
            return Static(order.Facts, neutral);
        }

        if (await steps.Templates.FindSlotAsync(order.Facts, cancellationToken) is not { } found)
        {
            return Static(order.Facts, Reason.Gone);
        }

        var (template, slot, name) = found;
        if (steps.IsOff(order.Facts.Workspace, template.Name, slot.Name))
        {
            return Static(order.Facts, Reason.SlotOff);
        }

        var look = new OpenLook(Relative: slot.Holds is null || order.Class != OpenClass.Prefetch);
        if (slot.Holds is not null)
        {
            MessageMetrics.Count(order.Class, look.Relative);
        }

        var who = await steps.People.ReadAsync(order, template, name.HasRecord, look, cancellationToken);
        if (steps.Gate.Of(order.Facts, who.Names) is not Reason.None and var erased)
        {
            return Static(order.Facts, erased);
        }

        var decision = await steps.Look.DecideAsync(order, template, Decided.Of(slot), who, isClick: false, cancellationToken);
        var choices = template.Decide(who.Scope, decision.Kept(slot.Name), cancellationToken);
        var scene = template.RenderScene(who.Scope, choices, slot.Name, cancellationToken);
        if (scene.Svg is null)
        {
            return Static(order.Facts, who.LacksRecord ? Reason.RecordMissing : scene.Reason, decision.Choice);
        }

        var drawn = await pictures.DrawAsync(template, slot, decision.Choice.Variant, scene, name.IsDark, who.Scope.Now, cancellationToken);
        if (drawn.Failure != PictureFailure.None)
        {
            Activity.Current?.SetTag("renderer.picture", drawn.Failure.ToString());
            return Static(order.Facts, ReasonOf(drawn.Failure), decision.Choice);
        }

        var (outcome, reason) = (scene.Outcome, scene.Reason);
        if (Labels.Worse(outcome, decision.Outcome) != outcome)
        {
            (outcome, reason) = (decision.Outcome, Reason.Unverified);
        }

        if (who.LacksRecord)
        {
            (outcome, reason) = (Labels.Worse(outcome, Outcome.Default), Reason.RecordMissing);
        }

        return new OpenedPicture(
            drawn.Bytes, slot.Format, drawn.Width, drawn.Height, outcome, reason, template.Name, template.Version, slot.Name, ChoiceOf(slot, decision.Choice));
    }

    private OpenedPicture Static(LinkFacts facts, Reason reason, SlotChoice? choice = null)
    {
        var picture = statics.Of(facts, steps.VariantOf(facts, reason, choice));
        return new OpenedPicture(
            picture.Bytes,
            picture.Format,
            picture.Width,
            picture.Height,
            Outcome.Static,
            reason,
            steps.Templates.NameOf(facts) ?? "",
            picture.Version,
            steps.Templates.SlotNameOf(facts) ?? "",
            choice);
    }

    private static SlotChoice? ChoiceOf(TemplateSlot slot, SlotChoice choice) => slot.Rules.Count == 0 ? null : choice;

    private static Reason ReasonOf(PictureFailure failure) => failure switch
    {
        PictureFailure.Busy => Reason.Overloaded,
        PictureFailure.TooSlow => Reason.Limit,
        _ => Reason.PictureFailed,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A picture met a fault of ours; its static one was shown.")]
        public static partial void Failed(ILogger logger, Exception bug);
    }
}
