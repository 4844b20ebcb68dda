using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Wire;

namespace Renderer.Server.Problems;

/// <summary>A refusal: RFC 9457 problem details with a stable code and what to do next.</summary>
/// <param name="Code">The contract's code.</param>
/// <param name="Detail">What to do next; never a value that the caller sent.</param>
internal sealed record Problem(ProblemCode Code, string Detail) : IResult
{
    /// <summary>What is wrong with a template, where that is the problem.</summary>
    public IReadOnlyList<Diagnostic>? Diagnostics { get; init; }

    /// <summary>What else is known, as a member of its own.</summary>
    public (string Name, object Value)? More { get; init; }

    /// <summary>Seconds after which trying again makes sense.</summary>
    public int? RetryAfter { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Code.Status();
        response.ContentType = "application/problem+json; charset=utf-8";
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Code == ProblemCode.Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer, Basic realm=\"Renderer\"";
        }

        await using (var writer = new Utf8JsonWriter(response.BodyWriter, JsonFormat.Writing))
        {
            Write(writer, TraceIds.Of(httpContext));
        }

        // Not ended by the caller's leaving: this also answers from the error handler, where that would count as our fault.
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    /// <summary>Writes the problem as one JSON object.</summary>
    public void Write(Utf8JsonWriter writer, string traceId)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "about:blank");
        writer.WriteString("title"u8, Code.Title());
        writer.WriteNumber("status"u8, Code.Status());
        writer.WriteString("code"u8, Code.Label());
        writer.WriteString("detail"u8, Detail);
        if (Diagnostics is { } diagnostics)
        {
            DiagnosticJson.Write(writer, diagnostics);
        }

        if (More is { } more)
        {
            writer.WritePropertyName(more.Name);
            JsonSerializer.Serialize(writer, more.Value, JsonSerializerOptions.Web);
        }

        writer.WriteString("trace_id"u8, traceId);
        writer.WriteEndObject();
    }
}
