using System.Runtime.CompilerServices;
using System.Text.Json;
using Renderer.Links;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Open;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;

namespace Renderer.Server.Links;

/// <summary><c>POST /v1/links</c>: a stream of recipients in, their opaque tokens out, in order, memory flat (contract section 3).</summary>
internal static class LinksEndpoint
{
    private static readonly string[] Known = ["recipient"];

    public static async Task<IResult> HandleAsync(HttpContext http, TemplateLibrary library, LinkTokens tokens, ISealing sealing, ListUnsubscribe unsubscribe, TimeProvider clock)
    {
        if (!Ndjson.IsNdjson(http.Request.ContentType))
        {
            return new Problem(ProblemCode.UnsupportedMediaType, "Send the recipients as application/x-ndjson: one JSON object a line, in UTF-8.");
        }

        var workspace = http.Caller().Workspace;
        Streaming.Unbound(http);
        await Streaming.StartAsync(http);
        var settings = library.Settings(workspace);
        var traceId = TraceIds.Of(http);
        var lines = ReadAsync(http, settings, http.RequestAborted);
        await Streaming.WriteAsync(http, lines, (writer, line) => WriteOne(
            writer, line, traceId, person => (Mint(person, workspace, tokens, sealing, clock), unsubscribe.ValueFor(workspace, person))));
        return Results.Empty;
    }

    private static async IAsyncEnumerable<(long Index, Identifier? Person, Problem? Problem)> ReadAsync(
        HttpContext http, WorkspaceSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = 0L;
        await foreach (var line in Ndjson.ReadAsync(http.Request.BodyReader, cancellationToken))
        {
            var (person, problem) = Read(line, settings);
            yield return (index++, person, problem);
        }
    }

    /// <summary>A bare recipient, or one under <c>recipient</c>, as a render takes it.</summary>
    private static (Identifier? Person, Problem? Problem) Read(NdjsonLine line, WorkspaceSettings settings)
    {
        if (line.Problem is { } tooLong)
        {
            return (null, tooLong);
        }

        var (document, problem) = JsonBody.Parse(line.Bytes);
        using (document)
        {
            if (problem is not null)
            {
                return (null, problem);
            }

            var body = document!.RootElement;
            var bare = body.GetPropertyCount() > 0 && !body.TryGetProperty("recipient", out _);
            var envelope = new Envelope(body, bare ? [.. Known, .. RenderRules.Kinds(settings)] : Known);
            var person = RenderBody.Recipient(envelope, bare ? body : envelope.Object("recipient"), settings);
            return (person, envelope.Problem ?? (person is null ? new Problem(ProblemCode.RecipientMissing, "Name one recipient in this line, such as {\"id\":\"…\"}.") : null));
        }
    }

    /// <summary>The person rides under the seal: the merge-tag form must find them with no ledger at hand.</summary>
    private static LinkToken Mint(Identifier person, WorkspaceName workspace, LinkTokens tokens, ISealing sealing, TimeProvider clock) =>
        tokens.Mint(LinkPurpose.Recipient, new LinkFacts
        {
            Workspace = workspace,
            MadeAt = Instant.From(clock.GetUtcNow()),
            Recipient = PersonNames.Opaque(sealing, workspace, person),
            Person = person,
        });

    private static void WriteOne(Utf8JsonWriter writer, (long Index, Identifier? Person, Problem? Problem) line, string traceId, Func<Identifier, (LinkToken Token, string Unsubscribe)> mint)
    {
        var problem = line.Problem;
        var (token, unsubscribe) = problem is null ? mint(line.Person!.Value) : default;
        if (token.Left.HasFlag(LinkRest.Person))
        {
            problem = new Problem(ProblemCode.BadParameter, "'recipient' is too long for a token, which has 200 characters. Name this person by a shorter identifier.");
        }

        writer.WriteStartObject();
        writer.WriteNumber("index"u8, line.Index);
        if (problem is null)
        {
            writer.WriteString("token"u8, token.Text);
            writer.WriteString("list_unsubscribe"u8, unsubscribe);
            writer.WriteString("list_unsubscribe_post"u8, ListUnsubscribe.PostValue);
        }
        else
        {
            writer.WritePropertyName("error"u8);
            problem.Write(writer, traceId);
        }

        writer.WriteEndObject();
    }
}
