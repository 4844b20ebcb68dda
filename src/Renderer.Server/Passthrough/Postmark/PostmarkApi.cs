using System.Globalization;
using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Postmark;

/// <summary>Postmark: single mails, batches of them, and both with its templates (https://postmarkapp.com/developer/api/email-api).</summary>
internal sealed class PostmarkApi : IEspApi
{
    private const string KeyHeader = "X-Postmark-Server-Token";

    /// <summary>A batch has at most so many mails.</summary>
    private const int MostInBatch = 500;

    private static readonly PostmarkShape Shape = new();

    public EspKind Kind => EspKind.Postmark;

    public bool Sends(EspCall call) => HttpMethods.IsPost(call.Method)
        && call.Path.TrimEnd('/').ToLowerInvariant() is "/email" or "/email/withtemplate" or "/email/batch" or "/email/batchwithtemplates";

    public async ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) =>
        EspKeys.Own(call.Headers, KeyHeader) is { } key ? await callers.ProveKeyAsync(key, call.Http) : null;

    public ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp)
    {
        request.Headers.Remove(KeyHeader);
        request.Headers.TryAddWithoutValidation(KeyHeader, esp.ApiKey!.Value);
        return default;
    }

    public ValueTask<EspReading> ReadAsync(EspCall call, Spool content)
    {
        var root = JsonSpots.Find(content);
        var mails = root?.Kind == JsonKind.Object && IsBatch(call) ? root.Member("Messages", JsonKind.Array) : root;
        return new(mails is null || IsBatch(call) != (mails.Kind == JsonKind.Array) ? default : ElementMail.Read(call, content, mails, Shape, MostInBatch));
    }

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply) => ListAnswers.Judge(
        send, reply, root => root.ValueKind == JsonValueKind.Array ? root : null,
        item => item.TryGetProperty("ErrorCode", out var code) && code.ValueKind == JsonValueKind.Number && code.GetRawText() == "0");

    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts)
    {
        var items = ((ElementMail)call.Mail!).PerMail(verdicts, Accepted);
        return EspJson.Reply(StatusCodes.Status200OK, IsBatch(call) ? ListAnswers.Array(items) : items[0]);
    }

    public EspReply Refuse(Problem problem) => EspJson.Reply(
        problem.Code.Status() == StatusCodes.Status400BadRequest ? StatusCodes.Status422UnprocessableEntity : problem.Code.Status(),
        json =>
        {
            // https://postmarkapp.com/developer/api/overview#error-codes
            json.WriteNumber("ErrorCode"u8, problem.Code.Status() switch { 401 or 403 => 10, >= 500 => 100, 429 => 429, _ => 300 });
            json.WriteString("Message"u8, EspJson.Words(problem));
        });

    private static bool IsBatch(EspCall call) => call.Path.Contains("/batch", StringComparison.OrdinalIgnoreCase);

    /// <summary>What Postmark says of a mail that it took.</summary>
    private static ReadOnlyMemory<byte> Accepted(EspMessage message) => EspJson.Object(json =>
    {
        json.WriteString("To"u8, message.Address);
        json.WriteString("SubmittedAt"u8, TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("MessageID"u8, Guid.Empty);
        json.WriteNumber("ErrorCode"u8, 0);
        json.WriteString("Message"u8, "OK"u8);
    });
}
