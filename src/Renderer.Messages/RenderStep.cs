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
        var parts = order.Parts ?? template.Parts;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(left > Least ? left : Least);
        try
        {
            var choices = template.Decide(scope, kept, limit.Token);
            return order.Block is { } block
                ? template.RenderBlock(scope, choices, block, limit.Token)!
                : template.Render(scope, choices, parts, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return template.RenderStatic(Reason.Limit, parts);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A bug of ours, not of the author's: the mail goes out all the same, and the trace carries the kind of failure.
            Activity.Current?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            return template.RenderStatic(Reason.RenderError, parts);
        }
    }
}
