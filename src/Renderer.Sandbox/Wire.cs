using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox;

/// <summary>How answers are written: whole, with a Content-Length, text as it is.</summary>
internal static class Wire
{
    public const string Json = "application/json;charset=utf-8";
    public const string Problem = "application/problem+json; charset=utf-8";

    /// <summary>HubSpot's spelling of an instant: UTC, milliseconds.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static async Task WriteJsonAsync(this HttpResponse response, int status, Action<Utf8JsonWriter> write, string contentType = Json)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, DataFile.Plain))
        {
            write(writer);
        }

        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, response.HttpContext.RequestAborted);
    }
}
