using Microsoft.Extensions.Logging;
using Renderer.Messages.Linking;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>
/// Shows the web version of a mail: the bytes that this person was sent, from the message's record, with links of its own. What may still change by
/// the author's policy shows what the mail's pictures show now.
/// </summary>
public sealed partial class WebDesk
{
    private static readonly Part[] Page = [Part.Html];

    private readonly OpenSteps steps;
    private readonly LinkStep links;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    internal WebDesk(OpenSteps steps, LinkStep links, TimeProvider clock, ILogger log) =>
        (this.steps, this.links, this.clock, this.log) = (steps, links, clock, log);

    /// <summary>The page, within the budget. Never throws.</summary>
    public ValueTask<OpenedPage> ShowAsync(OpenOrder order, CancellationToken cancellationToken) => InTime.RunAsync(
        order.Budget, clock, ending => LookAsync(order, ending), reason => Static(order.Facts, reason), bug => Log.Failed(log, bug), cancellationToken);

    private async ValueTask<OpenedPage> LookAsync(OpenOrder order, CancellationToken cancellationToken)
    {
        if (steps.Gate.Of(order.Facts) is not Reason.None and var neutral)
        {
            return Neutral(order.Facts, neutral);
        }

        var sent = await steps.Templates.SentAsync(order.Facts, cancellationToken);
        if ((sent ?? steps.Templates.Current(order.Facts)) is not { } template)
        {
            return Neutral(order.Facts, Reason.Gone);
        }

        var who = await steps.People.ReadAsync(order, template, hasRecord: true, new OpenLook(Relative: true), cancellationToken);
        if (steps.Gate.Of(order.Facts, who.Names) is not Reason.None and var erased)
        {
            return Neutral(order.Facts, erased);
        }

        // Of whoever takes their consent back what was recorded is not shown either.
        var record = sent is not null && who.Person.Reason != Reason.ConsentWithdrawn && who.Record is { Shown: not null } kept ? kept : null;
        var scope = record is null ? who.Scope : ScopeOf(order.Facts, record);
        var before = who.Record?.Variants ?? WebMarks.Read(order.Facts.Slot.Text, [.. Decided.AllOf(template)]);
        var variants = await DecideAsync(order, template, who, before, cancellationToken);
        var choices = template.Decide(scope, variants, cancellationToken);
        var mail = template.Render(scope, choices, Page, cancellationToken);
        if (mail.HtmlUtf8 is not { } marked || mail.UsedStatic || mail.SkipReason is not null)
        {
            return Static(order.Facts, mail.Reason == Reason.None ? Reason.RenderError : mail.Reason);
        }

        var mint = links.Again(
            template,
            order.Facts,
            who.Record?.Request.BringsAlong ?? false,
            name => before.GetValueOrDefault(name) ?? choices.FirstOrDefault(choice => choice.Block == name)?.Variant);
        var html = LinkMarks.Replace(marked, mint.AddressOf);
        var (outcome, reason) = Judge(template, choices, who, record, marked);
        return new OpenedPage(html, outcome, reason, template.Name, template.Version);
    }

    /// <summary>What each block and slot shows: by the author's policy what was sent, or what holds for all doors by now.</summary>
    private async ValueTask<Dictionary<string, string>> DecideAsync(
        OpenOrder order, Template template, OpenPerson who, IReadOnlyDictionary<string, string> before, CancellationToken cancellationToken)
    {
        var variants = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var about in Decided.AllOf(template))
        {
            var facts = order.Facts with { Decision = before.TryGetValue(about.Name, out var variant) ? VariantMark.Of(variant) : null };
            variants[about.Name] = (await steps.Look.DecideAsync(order with { Facts = facts }, template, about, who, isClick: false, cancellationToken)).Choice.Variant;
        }

        return variants;
    }

    private static RenderScope ScopeOf(LinkFacts facts, SentMessage record) => new()
    {
        Profile = record.Shown!.Profile,
        Standing = record.Shown.Standing,
        Data = record.Request.Data,
        Locale = record.Request.Locale,
        TimeZone = record.Request.TimeZone,
        Now = record.Now,
        MessageId = record.Request.MessageId ?? facts.Message.Text,
    };

    /// <summary>Live: the mail's own bytes, or other ones where the author's policy says so. Else it was rendered again from what is known now.</summary>
    private static (Outcome Outcome, Reason Reason) Judge(
        Template template, IReadOnlyList<BlockChoice> choices, OpenPerson who, SentMessage? record, ReadOnlyMemory<byte> marked)
    {
        if (who.Person.Reason == Reason.ConsentWithdrawn)
        {
            return (Outcome.Default, Reason.ConsentWithdrawn);
        }

        var isTheirs = record is not null
            && (record.HtmlHash is null || record.HtmlHash == MessageHashes.Of(marked, isMarked: true)
                || choices.Any(choice => record.Variants.GetValueOrDefault(choice.Block) != choice.Variant));
        return isTheirs ? (Outcome.Live, Reason.None)
            : template.Reads.IsEmpty && record is null && !who.LacksRecord ? (Outcome.Live, Reason.None)
            : (Outcome.Default, Reason.RecordMissing);
    }

    /// <summary>The template's static part, which says nothing of anybody.</summary>
    private OpenedPage Static(LinkFacts facts, Reason reason)
    {
        if (steps.Gate.Of(facts) is not Reason.None and var neutral)
        {
            return Neutral(facts, neutral);
        }

        if ((steps.Templates.Sent(facts) ?? steps.Templates.Current(facts)) is not { } template || template.RenderStatic(reason, Page).HtmlUtf8 is not { } marked)
        {
            return Neutral(facts, reason);
        }

        var html = LinkMarks.Replace(marked, links.Again(template, facts, hasRecord: false, _ => null).AddressOf);
        return new OpenedPage(html, Outcome.Static, reason, template.Name, template.Version);
    }

    private OpenedPage Neutral(LinkFacts facts, Reason reason) =>
        new(null, Outcome.Static, reason, steps.Templates.NameOf(facts) ?? "", steps.Templates.VersionOf(facts));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A web version met a fault of ours; its static part was shown.")]
        public static partial void Failed(ILogger logger, Exception bug);
    }
}
