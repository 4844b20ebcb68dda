using System.Runtime.CompilerServices;
using System.Text.Json;
using Renderer.Messages.Batches;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Author;
using Renderer.Server.Open;
using Renderer.Server.Problems;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary><c>POST /v1/render/{template}/batch</c>: a stream of recipients in, a stream of messages out, in order, memory flat.</summary>
internal static class BatchEndpoint
{
    public static async Task<IResult> HandleAsync(
        string template, HttpContext http, TemplateLibrary library, PublishedTemplates versions, BatchDesk batches, Admission admission,
        ListUnsubscribe unsubscribe, TimeProvider clock)
    {
        var caller = http.Caller();
        if (!caller.MayRender(template))
        {
            return Caller.NotThisTemplate();
        }

        if (!Ndjson.IsNdjson(http.Request.ContentType))
        {
            return new Problem(ProblemCode.UnsupportedMediaType, "Send the lines as application/x-ndjson: one JSON object a line, in UTF-8.");
        }

        var settings = library.Settings(caller.Workspace);
        var (defaults, fault) = RenderQuery.Read(http.Request.Query, settings, recipients: false);
        var (shape, faultOfShape) = AnswerShape.Read(http.Request, otherwise: null);
        if ((fault ?? faultOfShape) is { } mistake)
        {
            return mistake;
        }

        var found = await versions.FindAsync(caller.Workspace, template, defaults.Version, http.RequestAborted);
        if (found.Template is not { } current)
        {
            return Refusals.Of(found.Failure, found.Diagnostics);
        }

        if (shape.IsFlat)
        {
            return new Problem(ProblemCode.BadParameter, "'format=flat' is for single renders: leave it out, the lines of a batch are JSON.");
        }

        // Lines are JSON, whatever the caller accepts: only a part that is named is meant.
        shape = http.Request.Query.ContainsKey("part") ? shape : shape with { Part = null };
        if (shape.Refuse(current, defaults.Block) is { } absent)
        {
            return absent;
        }

        using var place = await admission.EnterStreamAsync(
            caller.Workspace, settings.Limits, Budget.Start(clock, TimeSpan.FromSeconds(1)), http.RequestAborted);
        if (place.Refusal is { } refusal)
        {
            return refusal;
        }

        Streaming.Unbound(http);
        http.Response.Headers["X-Renderer-Version"] = current.Version;
        await Streaming.StartAsync(http);
        if (shape.Part is { } part)
        {
            defaults = defaults with { Parts = [part] };
        }

        var lines = LinesAsync(http, settings, defaults, current, caller.Workspace, admission, clock, http.RequestAborted);
        var traceId = TraceIds.Of(http);
        await Streaming.WriteAsync(http, batches.RunAsync(current, lines, http.RequestAborted), (writer, result) =>
        {
            WriteOne(writer, result, traceId, shape.Part is null && result.Line.Order is { } order ? unsubscribe.ValueFor(order) : null);
            (result.Line.Tag as JsonDocument)?.Dispose();
        });
        return Results.Empty;
    }

    private static async IAsyncEnumerable<BatchLine> LinesAsync(
        HttpContext http,
        WorkspaceSettings settings,
        RenderDraft defaults,
        Template template,
        WorkspaceName workspace,
        Admission admission,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = 0L;
        await foreach (var line in Ndjson.ReadAsync(http.Request.BodyReader, cancellationToken))
        {
            // Before the line's budget starts.
            await admission.TurnAsync(workspace, settings.Limits, cancellationToken);
            yield return Line(index++, line, settings, defaults, template, workspace, clock);
        }
    }

    private static BatchLine Line(
        long index, NdjsonLine line, WorkspaceSettings settings, RenderDraft defaults, Template template, WorkspaceName workspace, TimeProvider clock)
    {
        if (line.Problem is { } tooLong)
        {
            return Faulty(index, tooLong);
        }

        var (document, problem) = JsonBody.Parse(line.Bytes);
        if (problem is not null)
        {
            return Faulty(index, problem);
        }

        var (draft, fault) = RenderBody.ReadLine(document!.RootElement, settings);
        if (fault is not null)
        {
            return Faulty(index, fault, document);
        }

        var order = draft.Over(defaults).ToOrder(workspace, template.Name, clock);
        if (order.Fetch && order.Recipient is null)
        {
            return Faulty(index, new Problem(ProblemCode.RecipientMissing, "Name one recipient in this line, such as {\"id\":\"…\"}."), document);
        }

        return order.Version is { } version && version != template.Version
            ? Faulty(index, new Problem(ProblemCode.BadParameter, "'version' holds for a whole batch: put it into the query."), document)
            : new BatchLine(index, order, document, line.Bytes.Length);
    }

    private static BatchLine Faulty(long index, Problem problem, JsonDocument? document = null)
    {
        document?.Dispose();
        return new BatchLine(index, null, problem);
    }

    private static void WriteOne(Utf8JsonWriter writer, BatchResult result, string traceId, string? listUnsubscribe)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, result.Line.Index);
        if (result.Answer.Message is { } message)
        {
            RenderJson.WriteMembers(writer, message, traceId);
            RenderJson.WriteHeaders(writer, message, listUnsubscribe);
        }
        else
        {
            writer.WritePropertyName("error"u8);
            (result.Line.Tag as Problem ?? Refusals.Of(result.Answer.Failure, result.Answer.Diagnostics)).Write(writer, traceId);
        }

        writer.WriteEndObject();
    }
}
