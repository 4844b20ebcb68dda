using System.Text;
using Microsoft.Extensions.Logging;
using Renderer.Messages.Decisions;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Answers the lists and forms of AMP mails: from the decision that the picture and the links of the same name show. There always is one object, in time.</summary>
public sealed partial class AmpDesk
{
    // A list of nothing.
    private static readonly ReadOnlyMemory<byte> Nothing = "{\"items\":[]}"u8.ToArray();

    private readonly OpenSteps steps;
    private readonly LinkStep links;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    internal AmpDesk(OpenSteps steps, LinkStep links, TimeProvider clock, ILogger log) =>
        (this.steps, this.links, this.clock, this.log) = (steps, links, clock, log);

    /// <summary>The data as of now, within the budget. Never throws.</summary>
    public ValueTask<OpenedData> ShowAsync(OpenOrder order, CancellationToken cancellationToken) => InTime.RunAsync(
        order.Budget, clock, ending => LookAsync(order, ending), reason => Static(order.Facts, reason), bug => Log.Failed(log, bug), cancellationToken);

    /// <summary>The data's last rung, at once: where a door may try nothing else. Asks nothing.</summary>
    public OpenedData Fallback(OpenOrder order, Reason reason) => Static(order.Facts, reason);

    private async ValueTask<OpenedData> LookAsync(OpenOrder order, CancellationToken cancellationToken)
    {
        if (steps.Gate.Of(order.Facts) is not Reason.None and var neutral)
        {
            return Neutral(order.Facts, neutral);
        }

        if (await FindAsync(order.Facts, cancellationToken) is not { } shown)
        {
            return Neutral(order.Facts, Reason.Gone);
        }

        var (template, data, name) = shown;
        if (steps.IsOff(order.Facts.Workspace, template.Name, data.Name))
        {
            return Static(order.Facts, Reason.SlotOff);
        }

        var who = await steps.People.ReadAsync(order, template, name.HasRecord, new OpenLook(Relative: true), cancellationToken);
        if (steps.Gate.Of(order.Facts, who.Names) is not Reason.None and var erased)
        {
            return Neutral(order.Facts, erased);
        }

        var about = Decided.Of(template, data);
        var decision = await steps.Look.DecideAsync(order, template, about, who, isClick: false, cancellationToken);
        var choices = data.Follows
            ? template.Decide(who.Scope, decision.Kept(data.Name), cancellationToken)
            : [new BlockChoice(data.Name, decision.Choice.Variant, decision.Choice.Segment, null)];
        var made = template.RenderAmpData(who.Scope, choices, data.Name, cancellationToken)!;
        var (outcome, reason) = Labels.Worse(made.Outcome, decision.Outcome) == made.Outcome ? (made.Outcome, made.Reason) : (decision.Outcome, Reason.Unverified);
        if (who.LacksRecord)
        {
            (outcome, reason) = (Labels.Worse(outcome, Outcome.Default), Reason.RecordMissing);
        }

        var mint = links.Again(
            template,
            order.Facts,
            who.Record?.Request.BringsAlong ?? name.HasRecord,
            slot => who.Record?.Variants.GetValueOrDefault(slot) ?? choices.FirstOrDefault(choice => choice.Block == slot)?.Variant);
        var linked = new RenderedAmp(LinkMarks.Replace(made.Json, mint.AddressOf), outcome, reason);
        return Made(shown, linked, about.Variants.Count == 0 ? null : decision.Choice);
    }

    /// <summary>The data that a link means, in the version that it shows: what follows a picture that is pinned is pinned with it.</summary>
    private async ValueTask<OpenData?> FindAsync(LinkFacts facts, CancellationToken cancellationToken)
    {
        var template = await steps.Templates.FindAsync(
            facts,
            version => In(version, facts) is { } data ? version.Slots.FirstOrDefault(slot => slot.Name == data.Data.Name)?.IsPinned ?? false : null,
            cancellationToken);
        return In(template, facts);
    }

    /// <summary>The same without asking anybody.</summary>
    private OpenData? AtHand(LinkFacts facts) => In(steps.Templates.Current(facts), facts) ?? In(steps.Templates.Sent(facts), facts);

    private static OpenData? In(Template? template, LinkFacts facts) => template is not null
        && SlotName.Among(facts.Slot, template.AmpData.Select(each => each.Name)) is { } name && template.AmpData.FirstOrDefault(each => each.Name == name.Slot) is { } data
            ? new OpenData(template, data, name)
            : null;

    private OpenedData Static(LinkFacts facts, Reason reason) =>
        steps.Gate.Of(facts) is not Reason.None and var neutral ? Neutral(facts, neutral)
        : AtHand(facts) is { } shown ? Made(shown, shown.Template.RenderAmpStatic(shown.Data.Name, reason)!)
        : Neutral(facts, reason);

    /// <summary>A list of nothing: it says nothing of anybody.</summary>
    private OpenedData Neutral(LinkFacts facts, Reason reason) => AtHand(facts) is { } shown
        ? Made(shown, new RenderedAmp(Nothing, Outcome.Static, reason))
        : new OpenedData(Nothing, Outcome.Static, reason, steps.Templates.NameOf(facts) ?? "", steps.Templates.VersionOf(facts), facts.Slot.Text ?? "", null);

    private static OpenedData Made(OpenData shown, RenderedAmp made, SlotChoice? choice = null) => new(
        shown.Data.Prefix is { } prefix ? (byte[])[.. Encoding.ASCII.GetBytes(prefix), .. made.Json.Span] : made.Json,
        made.Outcome,
        made.Reason,
        shown.Template.Name,
        shown.Template.Version,
        shown.Data.Name,
        choice);

    private readonly record struct OpenData(Template Template, TemplateAmpData Data, SlotName Name);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "AMP data met a fault of ours; its fallback was shown.")]
        public static partial void Failed(ILogger logger, Exception bug);
    }
}
