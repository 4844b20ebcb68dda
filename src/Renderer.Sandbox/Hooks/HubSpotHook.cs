using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Hooks;

/// <summary>HubSpot's webhook: a list of events, signed anew with each attempt.</summary>
internal sealed class HubSpotHook(SandboxOptions options, HookEvents events, TimeProvider clock) : IVendorHook
{
    public IReadOnlyList<Uri> Urls => options.HookUrls;

    public Func<Uri, int, HttpRequestMessage> Tell(PersonChange change)
    {
        var list = events.Of(change);
        return (url, attempt) => Request(url, list, attempt);
    }

    private HttpRequestMessage Request(Uri url, IReadOnlyList<HookEvent> list, int attempt)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, DataFile.Plain))
        {
            writer.WriteStartArray();
            foreach (var one in list)
            {
                one.Write(writer, attempt);
            }

            writer.WriteEndArray();
        }

        var body = buffer.WrittenMemory;
        var timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "HubSpot Connect 2.0 (http://dev.hubspot.com/) - Renderer sandbox");
        request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
        request.Headers.Add("X-HubSpot-Signature-v3", HookSignature.V3(options.HookSecret, "POST", url.AbsoluteUri, body.Span, timestamp));
        request.Headers.Add("X-HubSpot-Signature-Version", "v1");
        request.Headers.Add("X-HubSpot-Signature", HookSignature.V1(options.HookSecret, body.Span));
        return request;
    }
}
