using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Links;

/// <summary>Contract section 3: recipients in, opaque tokens out.</summary>
public sealed class LinksTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private const string Ndjson = "application/x-ndjson";

    private RendererNode Node => basic.Stage.Node;

    private LinkTokens Tokens => Node.Services.GetRequiredService<LinkTokens>();

    [Fact]
    public async Task Each_recipient_gets_a_token_that_names_them_to_us_alone()
    {
        const string Lines = """
            {"id":"p0001"}
            {"email":" Ann@People.example "}

            {"recipient":{"customer_number":"C-1"}}
            """;
        var answers = await MintAsync(Node.Http, Lines);

        Assert.Equal([0, 1, 2], answers.Select(answer => answer.GetProperty("index").GetInt32()));
        var facts = answers.Select(answer => Tokens.Open(LinkPurpose.Recipient, answer.Text("token"), WorkspaceName.Default)!).ToArray();
        Assert.Equal(
            [Identifier.Id("p0001"), Identifier.Email("ann@people.example"), new Identifier("customer_number", "C-1")],
            facts.Select(one => one.Person!.Value));
        Assert.All(answers, answer => Assert.Matches("^[a-z2-7]{1,200}$", answer.Text("token")));
        Assert.All(answers, answer => Assert.Null(Tokens.Open(LinkPurpose.Click, answer.Text("token"))));
    }

    [Fact]
    public async Task A_bad_line_costs_itself_alone()
    {
        var lines = string.Join('\n', [
            "{\"id\":\"p0001\"}", "not json", "{\"idd\":\"p0001\"}", "{}", "{\"recipient\":{}}", "{\"id\":\"a\",\"email\":\"b@c.example\"}",
            "{\"recipient\":{\"id\":\"p0001\"},\"data\":{}}", "{\"id\":7}", "{\"recipient\":null}", $"{{\"id\":\"{new string('x', 128)}\"}}",
            $"{{\"id\":\"{new string('x', 129)}\"}}", $"{{\"id\":\"{new string('x', 1_500_000)}\"}}", "{\"email\":\"ann@people.example\"}"]);
        var answers = await MintAsync(Node.Http, lines);

        Assert.Equal(
            [null, "bad_json", "unknown_field", "recipient_missing", "bad_parameter", "bad_parameter", "unknown_field", "bad_parameter", "recipient_missing",
             "bad_parameter", "bad_parameter", "body_too_large", null],
            answers.Select(answer => answer.TryGetProperty("error", out var error) ? error.Text("code") : null));
        Assert.All([answers[0], answers[^1]], answer => Assert.NotNull(answer.Text("token")));
    }

    [Fact]
    public async Task It_takes_a_key_that_may_send_and_lines()
    {
        var keys = Node.Services.GetRequiredService<AccessKeys>();
        using var send = Node.Client((await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "send", null, "test")).Text);
        using var author = Node.Client((await keys.NewAsync(WorkspaceName.Default, Role.Author, [], "author", null, "test")).Text);

        Assert.Single(await MintAsync(send, "{\"id\":\"p0001\"}"));
        await (await author.PostTextAsync("/v1/links", "{\"id\":\"p0001\"}", Ndjson)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await send.PostTextAsync("/v1/links", "{\"id\":\"p0001\"}")).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Neither_person_nor_token_is_logged()
    {
        var answer = Assert.Single(await MintAsync(Node.Http, "{\"id\":\"planted-somebody\"}"));

        Assert.DoesNotContain(Node.Logs.Lines, line => line.Contains("planted-somebody", StringComparison.Ordinal) || line.Contains(answer.Text("token")!, StringComparison.Ordinal));
    }

    private static async Task<JsonElement[]> MintAsync(HttpClient http, string lines)
    {
        using var answer = await http.PostTextAsync("/v1/links", lines, Ndjson);
        Assert.Equal((HttpStatusCode.OK, Ndjson), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
