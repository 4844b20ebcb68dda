using Microsoft.Extensions.Logging;
using Renderer.Messages.Decisions;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Says where a click in a mail that was delivered leads: for a slot, to what its picture shows.</summary>
public sealed partial class ClickDesk
{
    private readonly OpenSteps steps;
    private readonly StaticPictures statics;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    internal ClickDesk(OpenSteps steps, StaticPictures statics, TimeProvider clock, ILogger log) =>
        (this.steps, this.statics, this.clock, this.log) = (steps, statics, clock, log);

    /// <summary>The destination, within the budget. Never throws.</summary>
    public async ValueTask<OpenedClick> FollowAsync(OpenOrder order, CancellationToken cancellationToken)
    {
        return order.Facts.Destination is { } destination
            ? OfText(order.Facts, destination)
            : await InTime.RunAsync(
                order.Budget, clock, ending => OfSlotAsync(order, ending), reason => Static(order.Facts, reason), bug => Log.Failed(log, bug), cancellationToken);
    }

    /// <summary>A link of the text: its destination was sealed when it was sent, and no more is needed.</summary>
    private OpenedClick OfText(LinkFacts facts, Destination destination)
    {
        var neutral = steps.Gate.Of(facts);
        var to = neutral == Reason.None || facts.Slot.Is(SlotName.PlainClick) ? destination : OriginOf(destination);
        return new OpenedClick(
            to, neutral == Reason.None ? Outcome.Live : Outcome.Static, neutral, steps.Templates.NameOf(facts) ?? "", steps.Templates.VersionOf(facts), "", null);
    }

    private async ValueTask<OpenedClick> OfSlotAsync(OpenOrder order, CancellationToken cancellationToken)
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

        var who = await steps.People.ReadAsync(order, template, name.HasRecord, new OpenLook(Relative: true), cancellationToken);
        if (steps.Gate.Of(order.Facts, who.Names) is not Reason.None and var erased)
        {
            return Static(order.Facts, erased);
        }

        var decision = await steps.Look.DecideAsync(order, template, Decided.Of(slot), who, isClick: true, cancellationToken);
        var choices = template.Decide(who.Scope, decision.Kept(slot.Name), cancellationToken);
        var (outcome, reason) = who.LacksRecord ? (Labels.Worse(decision.Outcome, Outcome.Default), Reason.RecordMissing)
            : (decision.Outcome, decision.Outcome == Outcome.Live ? Reason.None : Reason.Unverified);
        return Destination.TryParse(template.RenderSlotLink(who.Scope, choices, slot.Name, cancellationToken), out var to)
            ? new OpenedClick(
                to, outcome, reason,
                template.Name, template.Version, slot.Name, slot.Rules.Count == 0 ? null : decision.Choice)
            : Static(order.Facts, who.LacksRecord ? Reason.RecordMissing : Reason.RenderError, decision.Choice);
    }

    private OpenedClick Static(LinkFacts facts, Reason reason, SlotChoice? choice = null)
    {
        var picture = statics.Of(facts, steps.VariantOf(facts, reason, choice));
        return new OpenedClick(
            picture.Link, Outcome.Static, reason, steps.Templates.NameOf(facts) ?? "", picture.Version, steps.Templates.SlotNameOf(facts) ?? "", choice);
    }

    /// <summary>What of a destination says nothing of a person: the path may be theirs as well as the query.</summary>
    private static Destination? OriginOf(Destination destination) =>
        Uri.TryCreate(destination.ToString(), UriKind.Absolute, out var url) && Destination.TryParse(url.GetLeftPart(UriPartial.Authority) + "/", out var origin) ? origin : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A click met a fault of ours; it led where nobody's leads.")]
        public static partial void Failed(ILogger logger, Exception bug);
    }
}
