using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Author;
using Renderer.Server.Open;
using Renderer.Server.Problems;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>
/// <c>GET /v1/render/{template}</c>: the form that an ESP pulls while it sends. Wiring mistakes are errors; everything that
/// can go wrong later is 200 with a fallback, since the ESP would send whatever else we answered.
/// </summary>
internal static class PullEndpoint
{
    public static async Task<IResult> HandleAsync(
        string template, HttpContext http, TemplateLibrary library, PublishedTemplates versions, MessageDesk desk, Admission admission,
        ListUnsubscribe unsubscribe, TimeProvider clock)
    {
        var caller = http.Caller();
        if (!caller.MayRender(template))
        {
            return Caller.NotThisTemplate();
        }

        var settings = library.Settings(caller.Workspace);
        var (draft, fault) = RenderQuery.Read(http.Request.Query, settings, recipients: true);
        var (shape, faultOfShape) = AnswerShape.Read(http.Request, otherwise: Part.Html);
        if ((fault ?? faultOfShape) is { } mistake)
        {
            return mistake;
        }

        var order = (draft with { Parts = shape.Part is { } part ? [part] : null }).ToOrder(caller.Workspace, template, clock);
        order = order with
        {
            Proof = draft.Recipient is { } recipient && Placeholder.Stands(recipient.Value),
            Budget = Waited.Of(http.Request, order.Budget),
        };
        if (Wiring(order) is { } wiring)
        {
            return wiring;
        }

        var (found, late) = await FindAsync(versions, library, order, http.RequestAborted);
        if (found.Template is not { } current)
        {
            return found.Failure == MessageFailure.TemplateInvalid && LastRung.OfBroken(library, caller.Workspace, template) is { } rung
                ? Answer(rung)
                : Refusals.Of(found.Failure, found.Diagnostics);
        }

        if (shape.Refuse(current, order.Block) is { } absent)
        {
            return absent;
        }

        if (late)
        {
            return Answer(desk.FallBack(current, order, Reason.Limit));
        }

        using var place = await admission.EnterAsync(caller.Workspace, settings.Limits, order.Budget, http.RequestAborted);
        if (place.Refusal is not null)
        {
            return Answer(desk.FallBack(current, order, Reason.Overloaded));
        }

        var answer = await desk.ComposeAsync(current, order, null, http.RequestAborted);
        return Answer(answer.Message ?? desk.FallBack(current, order, Reason.RenderError));

        RenderAnswer Answer(Message message) => new(message, shape, shape.Part is null ? unsubscribe.ValueFor(order) : null);
    }

    /// <summary>The version asked for; where nobody can tell now whether there is such a one, the current one, to fall back to.</summary>
    private static async ValueTask<(LibraryFind Found, bool Late)> FindAsync(
        PublishedTemplates versions, TemplateLibrary library, MessageOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return (await versions.FindAsync(order.Workspace, order.Template, order.Version, cancellationToken), false);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or InvalidDataException)
        {
            return (library.Find(order.Workspace, order.Template, null), true);
        }
    }

    private static Problem? Wiring(MessageOrder order)
    {
        if (order.Recipient is null)
        {
            return new Problem(ProblemCode.RecipientMissing, "Name the recipient: ?id=… or ?email=…, merged by the ESP.");
        }

        if (order.OnMissing == OnMissing.Fail)
        {
            return new Problem(ProblemCode.BadParameter, "'on_missing=fail' is for POST: an ESP would send the error page. Use default or skip.");
        }

        return null;
    }
}
