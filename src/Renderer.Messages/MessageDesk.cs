using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Renderer.Messages.Decisions;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Makes one message for one recipient: the whole story, called by every door and by the preview.</summary>
public sealed partial class MessageDesk(
    TemplateLibrary library, PersonStep people, DecisionMemory memory, LinkStep links, MessageLog records, TimeProvider clock, ILogger<MessageDesk> log)
{
    private static readonly ActivitySource Traces = new("Renderer.Messages");

    /// <summary>Tells the story of one message. Never throws for what a CRM, a cache or a template does.</summary>
    public async ValueTask<MessageAnswer> ComposeAsync(MessageOrder order, CancellationToken cancellationToken)
    {
        var find = library.Find(order.Workspace, order.Template, order.Version);
        return find.Template is { } template
            ? await ComposeAsync(template, order, null, cancellationToken)
            : MessageAnswer.Fail(find.Failure, find.Diagnostics);
    }

    /// <summary>The same with the template, and perhaps the reading, already at hand: what batches and previews call.</summary>
    /// <param name="template">What to render.</param>
    /// <param name="order">For whom.</param>
    /// <param name="reading">The person, where it was read before; null reads it here.</param>
    /// <param name="cancellationToken">Ends it early; nobody waits any more.</param>
    /// <returns>The message, or why there is none: a bug of ours is logged and <see cref="MessageFailure.Internal"/>, so that it costs one message.</returns>
    public async ValueTask<MessageAnswer> ComposeAsync(
        Template template, MessageOrder order, ProfileReading? reading, CancellationToken cancellationToken)
    {
        try
        {
            return await TellAsync(template, order, reading, cancellationToken);
        }
        catch (Exception bug) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(log, bug, template.Name);
            return MessageAnswer.Fail(MessageFailure.Internal);
        }
    }

    /// <summary>The static part of a mail, or of the block asked for: what is answered at once when nothing else may be tried. Nothing is asked, nothing fails.</summary>
    public Message FallBack(Template template, MessageOrder order, Reason reason)
    {
        var nobody = new Person { State = ProfileState.Unavailable, Profile = Profile.Empty, Reason = reason };
        var mail = RenderStep.Static(template, order, reason);
        var message = Assemble(template, order, mail, Freshness.Judge(template, mail.Choices, nobody), nobody);
        MessageMetrics.Count(message);
        return message;
    }

    private async ValueTask<MessageAnswer> TellAsync(
        Template template, MessageOrder order, ProfileReading? reading, CancellationToken cancellationToken)
    {
        using var trace = Traces.StartActivity("message");
        if (order.Block is { } name && template.Blocks.All(block => block.Name != name))
        {
            return MessageAnswer.Fail(MessageFailure.BlockUnknown);
        }

        var start = clock.GetTimestamp();
        var person = await people.ReadAsync(template, order, reading, cancellationToken);
        var profileTime = clock.GetElapsedTime(start);
        if (Refuse(template, order, person) is { } refusal)
        {
            return Told(trace, refusal);
        }

        var scope = Scopes.Make(order, person, clock);
        var kept = await memory.RecallAsync(template, order, person, cancellationToken);
        var rendered = RenderStep.Run(template, scope, kept.Variants, order, cancellationToken);
        var decisions = Freshness.Judge(template, rendered.Choices, person);
        if (await memory.KeepAsync(order, person, kept, decisions, cancellationToken) is { } earlier)
        {
            // The same message was decided elsewhere in the meantime: whoever came first decides for both.
            rendered = RenderStep.Run(template, scope, earlier, order, cancellationToken);
            decisions = Freshness.Judge(template, rendered.Choices, person);
        }

        foreach (var decision in decisions.Where(one => order.Block is null || one.Block == order.Block))
        {
            MessageMetrics.Count(template.Name, decision);
        }

        MessageMetrics.Count(template.Name, rendered);
        var message = Assemble(template, order, rendered, decisions, person) with
        {
            ProfileTime = profileTime,
            RenderTime = clock.GetElapsedTime(start) - profileTime,
        };
        records.Write(template, order, person, message, [.. kept.Variants.Keys]);
        return Told(trace, new MessageAnswer(message));
    }

    /// <summary>Says in traces and metrics what became of it: template, outcome and state, never a person.</summary>
    private static MessageAnswer Told(Activity? trace, MessageAnswer answer)
    {
        if (answer.Message is { } message)
        {
            trace?.SetTag("renderer.template", message.Template)
                .SetTag("renderer.outcome", message.Outcome.Label())
                .SetTag("renderer.profile", message.Profile.State.Label());
            MessageMetrics.Count(message);
        }

        return answer;
    }

    /// <summary>What is read of a person for a template.</summary>
    internal ReadSet ReadsOf(Template template, WorkspaceName workspace) => people.ReadsOf(template, workspace);

    /// <summary>What rendering and answering keep of a budget: a seventh of it, 20 to 100 ms.</summary>
    internal static TimeSpan Reserve(Budget budget) =>
        TimeSpan.FromMilliseconds(Math.Clamp(budget.Total.TotalMilliseconds / 7, 20, 100));

    private static MessageAnswer? Refuse(Template template, MessageOrder order, Person person) => (order.OnMissing, person.State) switch
    {
        _ when person.Reason == Reason.ConsentWithdrawn => null,
        (OnMissing.Fail, ProfileState.Missing) => MessageAnswer.Fail(MessageFailure.ProfileMissing),
        (OnMissing.Fail, ProfileState.Unavailable) => MessageAnswer.Fail(MessageFailure.ProfileUnavailable),
        (OnMissing.Skip, ProfileState.Missing) => new MessageAnswer(Skipped(template, person, "profile_missing")),
        (OnMissing.Skip, ProfileState.Unavailable) => new MessageAnswer(Skipped(template, person, "profile_unavailable")),
        _ => null,
    };

    private static Message Skipped(Template template, Person person, string reason) => new()
    {
        Template = template.Name,
        Version = template.Version,
        Outcome = Outcome.Skipped,
        Reason = person.Reason,
        SkipReason = reason,
        Profile = new ProfileSummary(person.State, person.Source, person.Age),
    };

    private Message Assemble(
        Template template, MessageOrder order, RenderedMail mail, IReadOnlyList<Decision> all, Person person)
    {
        // A block that is asked for alone is judged alone; a plain block that fell counts, and is no decision.
        var rest = mail.UsedStatic ? (Outcome.Static, mail.Reason) : Freshness.OfRest(template, order.Block, person);
        Decision[] judged = [.. all.Where(one => order.Block is null || one.Block == order.Block)];
        var (outcome, reason) = judged.Aggregate(rest, Freshness.Worse);
        Decision[] decisions = [.. all.Where(one => Decided.HasVariants(template, one.Block))];

        // A block that fell at its rule skips the message also where the parts asked for do not show it: all parts agree.
        var fallen = mail.UsedStatic ? null : judged.FirstOrDefault(one => one.Outcome == Outcome.Skipped);
        if ((mail.SkipReason ?? (fallen is null ? null : $"{fallen.Block}: {fallen.Reason.Label()}")) is { } why)
        {
            return Skipped(template, person, why) with { Decisions = decisions };
        }

        var (linked, marked, made) = links.Link(template, order, person, mail);
        return new Message
        {
            Template = template.Name,
            Version = template.Version,
            Outcome = outcome,
            Reason = reason,
            Decisions = decisions,
            Faults = mail.Faults,
            Profile = new ProfileSummary(person.State, person.Source, person.Age),
            Subject = mail.Subject,
            Preheader = mail.Preheader,
            HtmlUtf8 = linked.HtmlUtf8,
            Text = linked.Text,
            Amp = linked.Amp,
            AmpReason = mail.AmpReason,
            Marked = marked,
            Links = made,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A message of {Template} met a fault of ours.")]
        public static partial void Failed(ILogger logger, Exception bug, string template);
    }
}
