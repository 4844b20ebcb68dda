using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Server.Access;
using Renderer.Server.Author;
using Renderer.Server.Open;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Send;

/// <summary><c>POST /v1/render/{template}</c>: one message for one recipient.</summary>
internal static class RenderEndpoint
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

        if (RenderQuery.CheckShapeOnly(http.Request.Query) is { } unknown)
        {
            return unknown;
        }

        var (shape, faultOfShape) = AnswerShape.Read(http.Request, otherwise: null);
        if (faultOfShape is not null)
        {
            return faultOfShape;
        }

        if (library.Find(caller.Workspace, template, null).Failure == MessageFailure.TemplateUnknown)
        {
            return Refusals.Of(MessageFailure.TemplateUnknown, null);
        }

        var (document, faultOfBody) = await JsonBody.ReadAsync(http);
        if (faultOfBody is not null)
        {
            return faultOfBody;
        }

        using (document)
        {
            var settings = library.Settings(caller.Workspace);
            var (draft, fault) = RenderBody.Read(document!.RootElement, settings);
            if (fault is not null)
            {
                return fault;
            }

            var order = Narrow(draft, shape, http).ToOrder(caller.Workspace, template, clock);
            if (order.Fetch && order.Recipient is null)
            {
                return new Problem(ProblemCode.RecipientMissing, "Name one recipient, such as {\"recipient\":{\"id\":\"…\"}}, or send the whole profile with \"fetch\":false.");
            }

            var found = await versions.FindAsync(caller.Workspace, template, order.Version, http.RequestAborted);
            if (found.Template is not { } current)
            {
                return Refusals.Of(found.Failure, found.Diagnostics);
            }

            if (shape.Refuse(current, order.Block) is { } absent)
            {
                return absent;
            }

            using var place = await admission.EnterAsync(caller.Workspace, settings.Limits, order.Budget, http.RequestAborted);
            if (place.Refusal is { } refusal)
            {
                return refusal;
            }

            var answer = await desk.ComposeAsync(current, order, null, http.RequestAborted);
            return answer.Message is { } message
                ? new RenderAnswer(message, shape, shape.Part is null ? unsubscribe.ValueFor(order) : null)
                : Refusals.Of(answer.Failure, answer.Diagnostics);
        }
    }

    /// <summary>A part or block that is asked for alone is all that is rendered.</summary>
    private static RenderDraft Narrow(RenderDraft draft, AnswerShape shape, HttpContext http)
    {
        var block = http.Request.Query["block"].ToString();
        return draft with
        {
            Parts = shape.Part is { } part ? [part] : draft.Parts,
            Block = block.Length > 0 ? block : null,
        };
    }
}
