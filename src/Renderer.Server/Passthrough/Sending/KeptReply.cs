using System.Text.Json;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>An ESP's answer as the ledger keeps it for a retry.</summary>
internal static class KeptReply
{
    /// <summary>A longer answer is not kept; a retry is then answered as for accepted mails.</summary>
    private const int Most = 64 * 1024;

    public static ReadOnlyMemory<byte> Write(EspReply reply) => reply.Body.Length > Most ? default : JsonSerializer.SerializeToUtf8Bytes(
        new Kept(reply.Status, [.. reply.Headers.Select(header => new[] { header.Name, header.Value })], reply.Body.ToArray()), JsonSerializerOptions.Default);

    public static EspReply? Read(ReadOnlyMemory<byte> kept) =>
        kept.Length > 0 && JsonSerializer.Deserialize<Kept>(kept.Span, JsonSerializerOptions.Default) is { } read
            ? new EspReply(read.Status, [.. read.Headers.Select(header => (header[0], header[1]))], read.Body)
            : null;

    private sealed record Kept(int Status, string[][] Headers, byte[] Body);
}
