using System.Text.Json;

namespace Renderer.Sandbox.Play;

/// <summary>The JSON that came to one of the sandbox's own routes; its content type does not matter, so that a plain curl -d works.</summary>
internal static class PlayBody
{
    public static async Task<(JsonDocument? Body, Problem? Problem)> ReadAsync(HttpRequest request)
    {
        try
        {
            return (await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted), null);
        }
        catch (JsonException error)
        {
            return (null, Problem.Json($"Line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: send one JSON value."));
        }
        catch (BadHttpRequestException error)
        {
            return (null, error.StatusCode == 413 ? Problem.TooLarge : Problem.Json("The body ended early."));
        }
    }
}
