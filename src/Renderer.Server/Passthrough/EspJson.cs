using System.Buffers;
using System.Text.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Passthrough;

/// <summary>Answers of ours in JSON, as ESPs write theirs.</summary>
internal static class EspJson
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>One JSON object.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, JsonFormat.Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    /// <summary>An answer.</summary>
    public static EspReply Reply(int status, Action<Utf8JsonWriter> members) => Reply(status, Object(members));

    /// <summary>An answer.</summary>
    public static EspReply Reply(int status, ReadOnlyMemory<byte> body) => new(status, [("Content-Type", ContentType)], body);

    /// <summary>What is wrong and what to do, with the code by which it can be looked up.</summary>
    public static string Words(Problem problem) => $"{problem.Detail} ({problem.Code.Label()})";
}
