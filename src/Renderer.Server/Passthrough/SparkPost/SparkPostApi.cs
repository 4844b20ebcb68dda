using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.SparkPost;

/// <summary>SparkPost: transmissions (https://developers.sparkpost.com/api/transmissions/).</summary>
internal sealed class SparkPostApi : IEspApi
{
    public EspKind Kind => EspKind.SparkPost;

    public bool Sends(EspCall call) => HttpMethods.IsPost(call.Method) && call.Path.TrimEnd('/') == "/api/v1/transmissions";

    public async ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) =>
        EspKeys.Bare(call.Headers) is { } key ? await callers.ProveKeyAsync(key, call.Http) : null;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp)
    {
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", esp.ApiKey!.Value);
        return default;
    }

    public ValueTask<EspReading> ReadAsync(EspCall call, Spool content) =>
        new(JsonSpots.Find(content) is { Kind: JsonKind.Object } root ? SparkPostMail.Read(content, root, call.Fill) : default);

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply) => ListAnswers.All(send, Verdict.Of(reply), reply.IsSuccess ? reply.Body : default);

    /// <summary>The counts of all requests together, under the first one's id; those left out count as accepted.</summary>
    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts)
    {
        string? id = null;
        var rejected = 0L;
        foreach (var answer in verdicts.Where(verdict => verdict is { Answer.Length: > 0 }).Select(verdict => verdict!.Answer).Distinct())
        {
            using var parsed = ListAnswers.Parse(answer);
            if (parsed?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Object)
            {
                id ??= results.TryGetProperty("id", out var own) && own.ValueKind == JsonValueKind.String ? own.GetString() : null;
                rejected += results.TryGetProperty("total_rejected_recipients", out var count) && count.TryGetInt64(out var number) ? number : 0;
            }
        }

        return EspJson.Reply(StatusCodes.Status200OK, EspJson.Object(json =>
        {
            json.WriteStartObject("results"u8);
            json.WriteNumber("total_rejected_recipients"u8, rejected);
            json.WriteNumber("total_accepted_recipients"u8, verdicts.Count - rejected);
            json.WriteString("id"u8, id ?? "0");
            json.WriteEndObject();
        }));
    }

    public EspReply Refuse(Problem problem) => EspJson.Reply(
        problem.Code.Status(),
        json =>
        {
            json.WriteStartArray("errors"u8);
            json.WriteStartObject();
            json.WriteString("message"u8, problem.Code.Title());
            json.WriteString("description"u8, problem.Detail);
            json.WriteString("code"u8, problem.Code.Label());
            json.WriteEndObject();
            json.WriteEndArray();
        });
}
