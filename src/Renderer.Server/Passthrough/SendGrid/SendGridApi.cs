using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.SendGrid;

/// <summary>SendGrid's v3 API: the key as Bearer, one JSON body with up to 1000 personalizations, an empty 202.</summary>
internal sealed class SendGridApi : IEspApi
{
    private const string IdHeader = "X-Message-Id";

    public EspKind Kind => EspKind.SendGrid;

    public bool Sends(EspCall call) => HttpMethods.IsPost(call.Method) && call.Path.TrimEnd('/') == "/v3/mail/send";

    public ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) =>
        EspKeys.Bearer(call.Headers) is { } key ? callers.ProveKeyAsync(key, call.Http) : default;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp)
    {
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {esp.ApiKey!.Value}");
        return ValueTask.CompletedTask;
    }

    public ValueTask<EspReading> ReadAsync(EspCall call, Spool content) =>
        new(new EspReading(JsonSpots.Find(content) is { Kind: JsonKind.Object } root ? SendGridMail.Read(content, root, call.Fill) : null));

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply)
    {
        var verdict = new Verdict(Verdict.Of(reply), JsonSerializer.SerializeToUtf8Bytes(reply.Header(IdHeader)));
        return [.. send.Messages.Select(_ => verdict)];
    }

    /// <summary>The id of the first request that went: SendGrid gives one a request, and has no place for more.</summary>
    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts)
    {
        var first = verdicts.FirstOrDefault(verdict => verdict is { Delivery: Delivery.Accepted, Answer.Length: > 0 });
        return new EspReply(202, first is not null && JsonSerializer.Deserialize<string?>(first.Answer.Span) is { } id ? [(IdHeader, id)] : [], default);
    }

    public EspReply Refuse(Problem problem) => new(
        problem.Code.Status(),
        [("Content-Type", "application/json")],
        JsonSerializer.SerializeToUtf8Bytes(new { errors = new[] { new { message = $"{problem.Detail} ({problem.Code.Label()})", field = (string?)null, help = (string?)null } } }));
}
