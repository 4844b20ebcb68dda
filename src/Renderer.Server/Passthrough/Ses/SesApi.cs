using System.Collections.Concurrent;
using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Elements;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Passthrough.Ses.Signing;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Ses;

/// <summary>Amazon SES, version 2: callers sign with a pair of ours, and what goes out is signed anew with the connection's.</summary>
internal sealed class SesApi : IEspApi
{
    private const string Single = "/v2/email/outbound-emails";
    private const string Bulk = "/v2/email/outbound-bulk-emails";
    private const string ErrorType = "x-amzn-ErrorType";

    private static readonly SesShape Shape = new();

    /// <summary>One for each credential, since a day's key is derived but once.</summary>
    private readonly ConcurrentDictionary<(string? Id, Secret? Secret, string Region), RequestSigner> signers = new();

    public EspKind Kind => EspKind.Ses;

    /// <summary>A body has to be whole before it is signed, so every request with one counts.</summary>
    public bool Sends(EspCall call) => !HttpMethods.IsGet(call.Method) && !HttpMethods.IsHead(call.Method) && !HttpMethods.IsDelete(call.Method);

    public ValueTask<Caller?> ProveAsync(EspCall call, Callers callers) => call.Http.RequestServices.GetRequiredService<SignedCallers>().ProveAsync(call);

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp)
    {
        var signer = signers.GetOrAdd(
            (esp.AccessKeyId, esp.SecretAccessKey, esp.Region), of => new RequestSigner(of.Id!, of.Secret!.Value, of.Region, TimeProvider.System));
        signer.Sign(request, await BodyHash.OfAsync(body, CancellationToken.None));
    }

    /// <summary>A MIME message is written in base64.</summary>
    public bool HidesMarks(EspCall call) => Is(call, Single);

    public ValueTask<EspReading> ReadAsync(EspCall call, Spool content) => new(
        (Is(call, Single) || Is(call, Bulk)) && JsonSpots.Find(content) is { Kind: JsonKind.Object } root
            ? Is(call, Bulk) ? SesBulkMail.Read(content, root)
                : root["Content"]?["Raw"]?.Member("Data", JsonKind.String) is { } raw ? SesRawMail.Read(content, root, raw)
                : ElementMail.Read(call, content, root, Shape)
            : default);

    public IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply) => ListAnswers.Judge(
        send, reply,
        root => root.TryGetProperty("BulkEmailEntryResults", out var results) && results.ValueKind == JsonValueKind.Array ? results : null,
        item => item.TryGetProperty("Status", out var status) && status.ValueKind == JsonValueKind.String && status.ValueEquals("SUCCESS"u8));

    public EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts)
    {
        if (call.Mail is not SesBulkMail)
        {
            // One id, though each recipient's mail has its own.
            var first = verdicts.FirstOrDefault(verdict => verdict is { Answer.Length: > 0 });
            return EspJson.Reply(StatusCodes.Status200OK, first?.Answer ?? EspJson.Object(json => json.WriteString("MessageId"u8, NoId)));
        }

        var skipped = EspJson.Object(json =>
        {
            json.WriteString("Status"u8, "SUCCESS"u8);
            json.WriteString("MessageId"u8, NoId);
        });
        return EspJson.Reply(StatusCodes.Status200OK, EspJson.Object(json =>
        {
            json.WritePropertyName("BulkEmailEntryResults"u8);
            json.WriteRawValue(ListAnswers.Array([.. verdicts.Select(verdict => verdict is { Answer.Length: > 0 } ? verdict.Answer : skipped)]).Span);
        }));
    }

    public EspReply Refuse(Problem problem)
    {
        var status = problem.Code.Status();
        var reply = EspJson.Reply(problem.Code == ProblemCode.Unauthorized ? StatusCodes.Status403Forbidden : status, json => json.WriteString("message"u8, EspJson.Words(problem)));
        return reply with { Headers = [.. reply.Headers, (ErrorType, Name(problem.Code, status))] };
    }

    /// <summary>An id that no mail has.</summary>
    private static string NoId => "00000000-0000-0000-0000-000000000000";

    private static bool Is(EspCall call, string path) => HttpMethods.IsPost(call.Method) && call.Path.TrimEnd('/') == path;

    /// <summary>The nearest of SES's own (https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html).</summary>
    private static string Name(ProblemCode code, int status) => (code, status) switch
    {
        (ProblemCode.Unauthorized, _) => "UnrecognizedClientException",
        (_, 403) => "AccessDeniedException",
        (_, 404) => "NotFoundException",
        (_, 429) => "TooManyRequestsException",
        (_, 503) => "ServiceUnavailable",
        (_, >= 500) => "InternalServiceErrorException",
        _ => "BadRequestException",
    };
}
