using System.Runtime.CompilerServices;
using System.Text;
using Renderer.Messages;
using Renderer.Messages.Batches;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Author;
using Renderer.Server.Open;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Templates;

namespace Renderer.Server.Passthrough;

/// <summary>Renders the marks of a request for each of its recipients: a batch for each mark, within the connection's budget.</summary>
internal sealed class MailRenders(
    PublishedTemplates templates, TemplateLibrary library, BatchDesk batches, Admission admission, ListUnsubscribe unsubscribe, TimeProvider clock)
{
    /// <summary>Renders what of the plan is still to be sent.</summary>
    public async Task<(IReadOnlyList<RenderedMessage> Rendered, Problem? Problem)> RenderAsync(EspCall call, EspMail mail, DeliveryPlan plan)
    {
        var workspace = call.Caller.Workspace;
        var limits = library.Settings(workspace).Limits;
        var rendered = mail.Messages.Where(message => plan.IsOpen(message.Index)).Select(message => new RenderedMessage(message)).ToList();
        using var place = await admission.EnterStreamAsync(workspace, limits, Budget.Start(clock, call.Esp.Budget), call.Http.RequestAborted);
        if (place.Refusal is { } full)
        {
            return (rendered, full);
        }

        // Whole mails first: a block of the same template then finds its people read.
        foreach (var mark in rendered.SelectMany(one => one.Message.Wanted).Select(wanted => wanted.Mark).Distinct().OrderBy(mark => mark.Block is not null).ToList())
        {
            if (!call.Caller.MayRender(mark.Template))
            {
                return (rendered, Caller.NotThisTemplate());
            }

            var found = await templates.FindAsync(workspace, mark.Template, null, call.Http.RequestAborted);
            if ((found.Template is { } template ? await RenderAsync(call, template, mark, limits, rendered) : Refusals.Of(found.Failure, found.Diagnostics)) is { } problem)
            {
                return (rendered, problem);
            }
        }

        return (rendered, null);
    }

    private async Task<Problem?> RenderAsync(EspCall call, Template template, Mark mark, WorkspaceLimits limits, IReadOnlyList<RenderedMessage> rendered)
    {
        var those = rendered.Where(one => one.SkipReason is null && one.Message.Wanted.Any(wanted => wanted.Mark == mark)).ToList();
        var lines = LinesAsync(call, template, mark, limits, those, call.Http.RequestAborted);
        await foreach (var result in batches.RunAsync(template, lines, call.Http.RequestAborted))
        {
            var one = those[(int)result.Line.Index];
            if (result.Answer.Message is not { } message)
            {
                return Refusals.Of(result.Answer.Failure, result.Answer.Diagnostics);
            }

            if (call.Esp.OnFailure == OnSendFailure.Fail && HasFallen(message))
            {
                return new Problem(
                    ProblemCode.ProfileUnavailable,
                    "Not every recipient could be rendered within the budget, so nothing was sent; send it again. 'on_failure: fallback' would send the template's defaults.") { RetryAfter = 1 };
            }

            Take(one, message, template, mark);
            if (template.ListUnsubscribe && result.Line.Order is { } order)
            {
                one.ListUnsubscribe ??= unsubscribe.ValueFor(order);
            }
        }

        return null;
    }

    private async IAsyncEnumerable<BatchLine> LinesAsync(
        EspCall call, Template template, Mark mark, WorkspaceLimits limits, List<RenderedMessage> those, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = call.Headers["Idempotency-Key"].ToString();
        for (var i = 0; i < those.Count; i++)
        {
            await admission.TurnAsync(call.Caller.Workspace, limits, cancellationToken);
            var message = those[i].Message;
            yield return new BatchLine(i, new MessageOrder
            {
                Workspace = call.Caller.Workspace,
                Template = template.Name,
                Recipient = message.Recipient,
                MessageId = message.MessageId ?? (key.Length > 0 && Encoding.UTF8.GetByteCount(key) <= RenderRules.MaxMessageIdBytes ? key : null),
                Data = message.Data,
                Block = mark.Block,
                Parts = mark.Block is null ? [.. message.Wanted.Where(wanted => wanted.Mark == mark).Select(wanted => wanted.Part).Distinct()] : null,
                Budget = Budget.Start(clock, call.Esp.Budget),
                Fetch = message.Recipient is not null,
                Proof = message.Recipient is { } recipient && Placeholder.Stands(recipient.Value),
            }, null);
        }
    }

    private static bool HasFallen(Message message) =>
        message.Outcome != Outcome.Skipped && (message.Profile.State == ProfileState.Unavailable || message.Outcome == Outcome.Static);

    private static void Take(RenderedMessage one, Message message, Template template, Mark mark)
    {
        if (message.Outcome == Outcome.Skipped)
        {
            one.SkipReason = message.SkipReason ?? "skipped";
            return;
        }

        foreach (var wanted in one.Message.Wanted.Where(wanted => wanted.Mark == mark))
        {
            one[wanted] = (mark.Block, wanted.Part) switch
            {
                (_, Part.Html) or (not null, Part.Amp) => message.HtmlUtf8 ?? ReadOnlyMemory<byte>.Empty,
                (not null, Part.Text) => Utf8(template.TextOf(message.Html ?? "")),
                (not null, _) => Utf8(OneLine(template.TextOf(message.Html ?? ""))),
                (null, Part.Amp) => message.Amp is { } amp ? Utf8(amp) : (ReadOnlyMemory<byte>?)null,
                (null, var part) => Utf8(message[part] ?? ""),
            };
        }
    }

    private static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
