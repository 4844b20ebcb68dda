using System.Net;
using System.Text;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>Contract section 2: the batch.</summary>
public sealed class BatchTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private RendererNode Node => basic.Stage.Node;

    [Fact]
    public async Task A_thousand_cold_people_make_ten_reads_and_each_gets_their_own()
    {
        await using var stage = await Stage.StartAsync();
        var people = Enumerable.Range(1, 1000).Select(n => $"p{n:0000}").ToArray();
        var answers = await BatchAsync(stage.Node, string.Join('\n', people.Select(id => $$"""{"id":"{{id}}"}""")), "?budget_ms=10000");

        Assert.Equal(1000, answers.Count);
        Assert.Equal(10, await stage.Sandbox.CallsAsync("batch/read"));
        Assert.Equal(10, await stage.Sandbox.CallsAsync());
        for (var i = 0; i < people.Length; i++)
        {
            Assert.Equal(i, answers[i].GetProperty("index").GetInt32());
            Assert.Equal("live", answers[i].Text("outcome"));
            var name = (await stage.Sandbox.PersonAsync(people[i])).TryGetProperty("firstname", out var first) ? first.GetString() : null;
            Assert.Equal(Subject(name), answers[i].Text("subject"));
        }
    }

    [Fact]
    public async Task Each_line_is_answered_in_order_good_or_bad()
    {
        const string Lines = """
            {"id":"p0001"}

            {"recipient":{"id":"p0002"},"parts":["subject"]}
            not json
            {"recipient":{"id":"p0003"},"wrong":1}
            {"recipient":{}}
            {}
            {"email":"p0001@people.example"}
            {"recipient":{"id":"nobody"},"on_missing":"fail"}
            """;
        var answers = await BatchAsync(Node, Lines, "?data.x=1&locale=de-DE");
        Assert.Equal(Enumerable.Range(0, 8), answers.Select(answer => answer.GetProperty("index").GetInt32()));
        Assert.Equal("Hello Ann", answers[0].Text("subject"));
        Assert.Equal(JsonValueKind.Null, answers[1].GetProperty("html").ValueKind);
        Assert.Equal(
            ["bad_json", "unknown_field", "bad_parameter", "recipient_missing"],
            answers.Skip(2).Take(4).Select(answer => answer.GetProperty("error").Text("code")!));
        Assert.Equal("Hello Ann", answers[6].Text("subject"));
        Assert.Equal("profile_missing", answers[7].GetProperty("error").Text("code"));
    }

    [Fact]
    public async Task A_line_that_is_too_long_costs_itself_alone()
    {
        var answers = await BatchAsync(Node, $"{{\"id\":\"p0001\"}}\n{{\"data\":\"{new string('x', 1_500_000)}\"}}\n{{\"id\":\"p0002\"}}\n", string.Empty);
        Assert.Equal(3, answers.Count);
        Assert.Equal("body_too_large", answers[1].GetProperty("error").Text("code"));
        Assert.Equal("live", answers[2].Text("outcome"));
    }

    [Fact]
    public async Task Answers_come_while_lines_are_still_being_sent()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        using var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = new("application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/render/hello/batch") { Content = content };
        var sending = Node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await pipe.Writer.WriteAsync("{\"id\":\"p0001\"}\n"u8.ToArray());
        using var answer = await sending;
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Contains("Hello Ann", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
        await pipe.Writer.WriteAsync("{\"id\":\"p0002\"}\n"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        Assert.Contains("\"index\":1", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task The_envelope_of_a_batch_is_checked_before_the_first_line()
    {
        await (await Node.Http.PostTextAsync("/v1/render/hello/batch", "{}")).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await (await Node.Http.PostTextAsync("/v1/render/nothing/batch", "{}", "application/x-ndjson")).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        await (await Node.Http.PostTextAsync("/v1/render/hello/batch?budget=1", "{}", "application/x-ndjson")).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
    }

    private static string Subject(string? name) =>
        "Hello " + (string.IsNullOrEmpty(name) ? "friend" : new string([.. name.Where(c => !char.IsControl(c))]));

    private static async Task<List<JsonElement>> BatchAsync(RendererNode node, string lines, string query)
    {
        using var answer = await node.Http.PostAsync(
            $"/v1/render/hello/batch{query}", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        answer.EnsureSuccessStatusCode();
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        return [.. (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
