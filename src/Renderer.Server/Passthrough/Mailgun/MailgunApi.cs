using System.Text;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Forms;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Mailgun;

/// <summary>Mailgun: messages as forms, of either kind; a whole MIME message (<c>messages.mime</c>) passes as it came.</summary>
internal sealed class MailgunApi : IEspApi
{
    public EspKind Kind => EspKind.Mailgun;

    public bool Sends(EspCall call) => HttpMethods.IsPost(call.Method) && call.Path.TrimEnd('/').Split('/') is ["", "v3", _, "messages"];

    public async ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) =>
        EspKeys.BasicPassword(call.Headers) is { } key ? await callers.ProveKeyAsync(key, call.Http) : null;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp)
    {
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{esp.User}:{esp.ApiKey!.Value}"))}");
        return default;
    }

    public async ValueTask<EspReading> ReadAsync(EspCall call, Spool content)
    {
        var type = call.Http.Request.ContentType;
        var form = type?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? UrlEncodedForm.Map(content.Slice(0, content.Length).Span)
            : await MultipartForm.MapAsync(type, content, call.Http.RequestAborted);
        return form is null ? default : MailgunMail.Read(call, content, form);
    }

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply) => ListAnswers.All(send, Verdict.Of(reply), reply.IsSuccess ? reply.Body : default);

    /// <summary>The answer to the first request that went: Mailgun gives one id a request, and has no place for more.</summary>
    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts) =>
        verdicts.FirstOrDefault(verdict => verdict is { Delivery: Delivery.Accepted, Answer.Length: > 0 }) is { } first
            ? EspJson.Reply(StatusCodes.Status200OK, first.Answer)
            : EspJson.Reply(StatusCodes.Status200OK, json =>
            {
                json.WriteString("id"u8, $"<00000000000000.0000000000000000@{call.Path.Split('/').ElementAtOrDefault(2)}>");
                json.WriteString("message"u8, "Queued. Thank you."u8);
            });

    public EspReply Refuse(Problem problem) => EspJson.Reply(problem.Code.Status(), json => json.WriteString("message"u8, EspJson.Words(problem)));
}
