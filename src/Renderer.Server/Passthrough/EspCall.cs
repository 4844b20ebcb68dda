using Microsoft.AspNetCore.Http.Features;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Templates;

namespace Renderer.Server.Passthrough;

/// <summary>One request to an ESP that came through us: what is known of it, the body once somebody needs it.</summary>
/// <param name="http">The request.</param>
/// <param name="folder">Where long bodies are spooled.</param>
internal sealed class EspCall(HttpContext http, string folder) : IDisposable
{
    /// <summary>The most that any ESP takes, 50 MB, and somewhat for base64.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    private Spool? body;

    /// <summary>The request.</summary>
    public HttpContext Http => http;

    /// <summary>Its headers.</summary>
    public IHeaderDictionary Headers => http.Request.Headers;

    /// <summary>Its method.</summary>
    public string Method => http.Request.Method;

    /// <summary>The path below the connection's name, decoded: <c>/v3/mail/send</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Path and query below the connection's name, as they were written.</summary>
    public required string Target { get; init; }

    /// <summary>Who calls; known once the API has proven it.</summary>
    public Caller Caller { get; set; } = null!;

    /// <summary>The connection; known once the caller is.</summary>
    public EspSettings Esp { get; set; } = null!;

    /// <summary>What <c>X-Renderer-Template</c> names: it fills the parts that are absent. Null without the header.</summary>
    public Template? Fill { get; set; }

    /// <summary>What was read of it, where there is something of ours in it.</summary>
    public EspMail? Mail { get; set; }

    /// <summary>Whether the body came compressed, and was inflated to be read.</summary>
    public bool IsInflated { get; set; }

    /// <summary>The body, whole and as it came; null when it is longer than <see cref="MostBytes"/>. Read once, when it is first asked for.</summary>
    public async ValueTask<Spool?> BodyAsync()
    {
        if (body is null)
        {
            AdmitLong();
            body = await Spool.ReadAsync(http.Request.BodyReader, http.Request.ContentLength, folder, MostBytes, http.RequestAborted);
            await (body is null ? DrainAsync() : Task.CompletedTask);
        }

        return body;
    }

    /// <summary>The body, where somebody needed it already; null where it still waits to be streamed.</summary>
    public Spool? Read => body;

    /// <summary>Lets bodies in that are longer than ours ever are.</summary>
    public void AdmitLong()
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = 2 * MostBytes; // somewhat too long is read to its end, so that its sender reads why it is refused
        }
    }

    /// <summary>Another form of the body, spooled likewise; null when it is longer than <see cref="MostBytes"/>.</summary>
    public ValueTask<Spool?> SpoolAsync(Stream stream) => Spool.ReadAsync(
        System.IO.Pipelines.PipeReader.Create(stream), null, folder, MostBytes, http.RequestAborted);

    private async Task DrainAsync()
    {
        try
        {
            await http.Request.BodyReader.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // Longer than even that: the connection ends.
        }
    }

    public void Dispose() => body?.Dispose();
}
