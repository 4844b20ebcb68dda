using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Mandrill;

/// <summary>Mailchimp Transactional, 1.0 and later: the key is a member of every body (https://mailchimp.com/developer/transactional/api/).</summary>
internal sealed class MandrillApi : IEspApi
{
    public EspKind Kind => EspKind.Mandrill;

    /// <summary>The key in every body has to be replaced, so every request with one counts.</summary>
    public bool Sends(EspCall call) => HttpMethods.IsPost(call.Method);

    public async ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) =>
        call.Headers.ContentEncoding.Count == 0 && await call.BodyAsync() is { } body && JsonText.Decode(body, JsonSpots.Find(body)?["key"]) is { } key
            ? await callers.ProveKeyAsync(key, call.Http)
            : null;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp) => default;

    public Spliced Pass(EspCall call, Spool body)
    {
        var patch = new Patch();
        var key = JsonSpots.Find(body)!["key"]!;
        patch.Replace(key.Start, key.End, JsonEdits.Quote(call.Esp.ApiKey!.Value));
        return patch.ApplyTo(new Splice(body)).End();
    }

    public ValueTask<EspReading> ReadAsync(EspCall call, Spool content) =>
        new(IsMail(call) && JsonSpots.Find(content) is { Kind: JsonKind.Object } root ? MandrillMail.Read(call, content, root) : default);

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply) => SaysNo(reply) ? ListAnswers.All(send, Delivery.Refused, default) : ListAnswers.Judge(
        send, reply, root => root.ValueKind == JsonValueKind.Array ? root : null,
        item => item.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && status.GetString() is "sent" or "queued" or "scheduled");

    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts) => EspJson.Reply(
        StatusCodes.Status200OK,
        ListAnswers.Array([.. verdicts.Select((verdict, i) => verdict is { Answer.Length: > 0 } ? verdict.Answer : Accepted(call.Mail!.Messages[i]))]));

    public EspReply Refuse(Problem problem) => EspJson.Reply(problem.Code.Status(), json =>
    {
        var (code, name) = problem.Code.Status() switch
        {
            401 or 403 => (-1, "Invalid_Key"),
            >= 500 => (-99, "GeneralError"),
            _ => (-2, "ValidationError"),
        };
        json.WriteString("status"u8, "error"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("name"u8, name);
        json.WriteString("message"u8, EspJson.Words(problem));
    });

    /// <summary>A reason of its own, with whatever status, is no accident: it did nothing.</summary>
    private static bool SaysNo(EspReply reply)
    {
        using var parsed = reply is { State: ReplyState.Whole, IsSuccess: false } ? ListAnswers.Parse(reply.Body) : null;
        return parsed?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("status", out var status)
            && status.ValueKind == JsonValueKind.String && status.ValueEquals("error"u8);
    }

    private static bool IsMail(EspCall call) =>
        call.Path.TrimEnd('/').Split('/') is [.., "messages", "send" or "send.json" or "send-template" or "send-template.json"];

    /// <summary>What Mandrill says of a mail that it took.</summary>
    private static ReadOnlyMemory<byte> Accepted(EspMessage message) => EspJson.Object(json =>
    {
        json.WriteString("email"u8, message.Address);
        json.WriteString("status"u8, "queued"u8);
        json.WriteString("_id"u8, new string('0', 32));
        json.WriteNull("reject_reason"u8);
    });
}
