using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>A rendered message as the caller wants it: the contract's JSON, or one part alone.</summary>
/// <param name="message">The message.</param>
/// <param name="shape">How it is wanted.</param>
/// <param name="listUnsubscribe">The mail's <c>List-Unsubscribe</c>, for JSON alone; null where nobody is known.</param>
internal sealed class RenderAnswer(Message message, AnswerShape shape, string? listUnsubscribe) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        RenderHeaders.Put(response, message);
        if (shape.Part is null && !(shape.IsFlat && message.Outcome == Outcome.Skipped && shape.SkipStatus != StatusCodes.Status200OK))
        {
            response.ContentType = "application/json; charset=utf-8";
            await using (var writer = new Utf8JsonWriter(response.BodyWriter, JsonFormat.Writing))
            {
                if (shape.IsFlat)
                {
                    FlatJson.Write(writer, message, TraceIds.Of(httpContext), listUnsubscribe);
                }
                else
                {
                    RenderJson.Write(writer, message, TraceIds.Of(httpContext), listUnsubscribe);
                }
            }

            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            return;
        }

        var part = shape.Part ?? Part.Html;
        response.ContentType = ContentType(part);
        if (message.Outcome == Outcome.Skipped)
        {
            response.StatusCode = shape.SkipStatus;
            if (httpContext.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return;
        }

        var body = Body(part);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
    }

    private ReadOnlyMemory<byte> Body(Part part) =>
        part == Part.Html ? message.HtmlUtf8 ?? default : Encoding.UTF8.GetBytes(message[part] ?? "");

    private static string ContentType(Part part) => part switch
    {
        Part.Html => "text/html; charset=utf-8",
        Part.Amp => "text/x-amp-html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
}
