using System.Diagnostics;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Deciding and rendering, and the last rung when they fail: the mail's static part.</summary>
internal static class RenderStep
{
    /// <summary>A render may take this long even when fetching used the budget up: a default mail must still be made.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    /// <summary>Renders; never throws for what a template does.</summary>
    public static RenderedMail Run(
        Template template,
        RenderScope scope,
        IReadOnlyDictionary<string, string> kept,
        MessageOrder order,
        CancellationToken cancellationToken)
    {
        var left = order.Budget.Left;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(left > Least ? left : Least);
        try
        {
            var choices = template.Decide(scope, kept, limit.Token);
            return order.Block is { } block
                ? template.RenderBlock(scope, choices, block, limit.Token)!
                : template.Render(scope, choices, order.Parts ?? template.Parts, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Static(template, order, Reason.Limit);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A bug of ours, not of the author's: the mail goes out all the same, and the trace carries the kind of failure.
            Activity.Current?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            return Static(template, order, Reason.RenderError);
        }
    }

    /// <summary>The static part of the mail, prepared when the template was loaded; of a block that is asked for alone, the last rung of its own ladder.</summary>
    public static RenderedMail Static(Template template, MessageOrder order, Reason reason)
    {
        var mail = template.RenderStatic(reason, order.Parts ?? template.Parts);
        if (order.Block is not { } block)
        {
            return mail;
        }

        var fallen = mail.Choices.FirstOrDefault(choice => choice.Block == block)
            ?? new BlockChoice(block, "default", null, null, Outcome.Static, reason);
        var scope = new RenderScope { Profile = Profile.Empty, Now = DateTimeOffset.UnixEpoch };
        return template.RenderBlock(scope, [fallen, .. mail.Choices.Where(choice => choice.Block != block)], block, CancellationToken.None)!
            with { UsedStatic = true, Reason = reason };
    }
}
