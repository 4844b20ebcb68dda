using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Segment;

/// <summary>Segment's webhook: one event, signed with HMAC-SHA1 over its body.</summary>
internal sealed class SegmentHook(SandboxOptions options, PropertyCatalogue catalogue) : IVendorHook
{
    public IReadOnlyList<Uri> Urls => options.SegmentHookUrls;

    public Func<Uri, int, HttpRequestMessage> Tell(PersonChange change)
    {
        var body = Event(change);
        var signature = Sign(options.HookSecret, body.Span);
        return (url, _) =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.TryAddWithoutValidation("User-Agent", "Segment.io/1.0 (Renderer sandbox)");
            request.Headers.Add("X-Signature", signature);
            return request;
        };
    }

    /// <summary>Lower-case hex of HMAC-SHA1.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Segment signs so.")]
    public static string Sign(string secret, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body));

    private ReadOnlyMemory<byte> Event(PersonChange change)
    {
        var at = Wire.Instant(change.Person.Versions[^1].At);
        var deleted = change.Kind is ChangeKind.Deleted or ChangeKind.Erased;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, DataFile.Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("type", deleted ? "delete" : "identify");
            writer.WriteString("messageId", "sandbox-" + Guid.NewGuid());
            writer.WriteString("userId", change.Person.Id);
            if (!deleted)
            {
                writer.WriteStartObject("traits");
                foreach (var (name, value) in change.Values)
                {
                    if (catalogue.Find(name) is { } property && name != PropertyCatalogue.Id)
                    {
                        writer.WritePropertyName(name);
                        Trait.Write(writer, property, value);
                    }
                }

                writer.WriteEndObject();
            }

            writer.WriteString("timestamp", at);
            writer.WriteString("receivedAt", at);
            writer.WriteNumber("version", 2);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
