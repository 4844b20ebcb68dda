using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Resend;

/// <summary>Resend: single mails and batches of them (https://resend.com/docs/api-reference).</summary>
internal sealed class ResendApi : IEspApi
{
    /// <summary>A batch has at most so many mails.</summary>
    private const int MostInBatch = 100;

    private static readonly ResendShape Shape = new();

    public EspKind Kind => EspKind.Resend;

    public bool Sends(EspCall call) => HttpMethods.IsPost(call.Method) && call.Path.TrimEnd('/') is "/emails" or "/emails/batch" or "/email";

    public async ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) =>
        EspKeys.Bearer(call.Headers) is { } key ? await callers.ProveKeyAsync(key, call.Http) : null;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp)
    {
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {esp.ApiKey!.Value}");
        return default;
    }

    public ValueTask<EspReading> ReadAsync(EspCall call, Spool content) =>
        new(JsonSpots.Find(content) is { } root && IsBatch(call) == (root.Kind == JsonKind.Array) ? ElementMail.Read(call, content, root, Shape, MostInBatch, carried => OwnKey(call, carried)) : default);

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply) => ListAnswers.Judge(
        send, reply, root => root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array ? data : null, item => item.TryGetProperty("id", out _));

    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts)
    {
        var items = ((ElementMail)call.Mail!).PerMail(verdicts, _ => EspJson.Object(json => json.WriteString("id"u8, Guid.Empty)));
        return EspJson.Reply(StatusCodes.Status200OK, IsBatch(call) ? EspJson.Object(json =>
        {
            json.WritePropertyName("data"u8);
            json.WriteRawValue(ListAnswers.Array(items).Span);
        }) : items[0]);
    }

    public EspReply Refuse(Problem problem) => EspJson.Reply(
        problem.Code.Status(),
        json =>
        {
            json.WriteNumber("statusCode"u8, problem.Code.Status());
            json.WriteString("name"u8, Name(problem.Code));
            json.WriteString("message"u8, EspJson.Words(problem));
        });

    /// <summary>Resend holds by the key itself that nothing goes twice, and refuses another body under the same one: each part of a request has its own.</summary>
    private static IReadOnlyList<(string Name, string? Value)> OwnKey(EspCall call, IReadOnlyList<int> carried) =>
        EspKeys.Own(call.Headers, "Idempotency-Key") is { } key ? [("Idempotency-Key", $"{key}/{carried[0]}-{carried.Count}")] : [];

    private static bool IsBatch(EspCall call) => call.Path.TrimEnd('/').EndsWith("/batch", StringComparison.Ordinal);

    /// <summary>The nearest of Resend's own (https://resend.com/docs/api-reference/errors).</summary>
    private static string Name(ProblemCode code) => code.Status() switch
    {
        401 => "missing_api_key",
        403 => "invalid_api_key",
        404 => "not_found",
        405 => "method_not_allowed",
        429 => "rate_limit_exceeded",
        >= 500 => "application_error",
        _ => "validation_error",
    };
}
