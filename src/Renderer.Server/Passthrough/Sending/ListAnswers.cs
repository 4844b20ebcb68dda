using System.Text.Json;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>Answers that have an item for each message.</summary>
internal static class ListAnswers
{
    /// <summary>What became of each message of a send: by its item where there is a list of them, else by the status alone.</summary>
    /// <param name="send">The request.</param>
    /// <param name="reply">Its answer.</param>
    /// <param name="list">The list in the answer; null where it has none.</param>
    /// <param name="isAccepted">Whether an item says that the ESP took its message.</param>
    public static IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply, Func<JsonElement, JsonElement?> list, Func<JsonElement, bool> isAccepted)
    {
        if (reply is not { IsSuccess: true, State: ReplyState.Whole } || Parse(reply.Body) is not { } parsed)
        {
            return All(send, Verdict.Of(reply), default);
        }

        using (parsed)
        {
            if (list(parsed.RootElement) is not { } items)
            {
                return All(send, Delivery.Accepted, reply.Body);
            }

            // With fewer items than messages nobody can tell whose they are.
            return items.GetArrayLength() != send.Messages.Count
                ? All(send, Delivery.Unknown, default)
                : [.. items.EnumerateArray().Select(item => new Verdict(
                    item.ValueKind == JsonValueKind.Object && isAccepted(item) ? Delivery.Accepted : Delivery.Refused, JsonSerializer.SerializeToUtf8Bytes(item)))];
        }
    }

    /// <summary>The same for all.</summary>
    public static IReadOnlyList<Verdict> All(EspSend send, Delivery delivery, ReadOnlyMemory<byte> answer) => [.. send.Messages.Select(_ => new Verdict(delivery, answer))];

    /// <summary>Items as one array.</summary>
    public static ReadOnlyMemory<byte> Array(IReadOnlyList<ReadOnlyMemory<byte>> items) =>
        (byte[])[(byte)'[', .. items.SelectMany((item, i) => i == 0 ? item.ToArray() : [(byte)',', .. item.Span]), (byte)']'];

    /// <summary>An answer as JSON; null where it is none.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
