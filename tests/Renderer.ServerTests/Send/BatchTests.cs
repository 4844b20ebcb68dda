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
            if (name is null || !name.Any(c => char.IsControl(c) || (char.IsSeparator(c) && c != ' ')))
            {
                Assert.Equal($"Hello {(string.IsNullOrEmpty(name) ? "friend" : name)}".Trim(), answers[i].Text("subject"));
            }

            Assert.DoesNotContain(answers[i].Text("subject")!, char.IsControl);
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
    public async Task Half_a_character_costs_its_own_line_at_most()
    {
        const string Lines = """
            {"id":"p0001"}
            {"recipient":{"id":"p0001"},"profile":{"first_name":"\ud83d"}}
            {"recipient":{"id":"p0001"},"profile":{"\ud83d":"x"}}
            {"\ud83d":"p0001"}
            {"id":"p0001"}
            """;
        var answers = await BatchAsync(Node, Lines, string.Empty);
        Assert.Equal(["Hello Ann", "Hello \ufffd", "Hello Ann"], new[] { 0, 1, 4 }.Select(i => answers[i].Text("subject")));
        Assert.Equal(["bad_json", "bad_json"], new[] { 2, 3 }.Select(i => answers[i].GetProperty("error").Text("code")));
    }

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_is_no_fault_of_ours()
    {
        await using var stage = await Stage.StartAsync();
        var url = new Uri(stage.Node.Url);
        for (var round = 0; round < 5; round++)
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync(url.Host, url.Port);
            var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            await stream.WriteAsync("POST /v1/render/hello/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer dev\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"id\":\"p0001\"}\n\r\n"u8.ToArray());
            await UntilAsync(reader, "\"index\":0");
            client.Client.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        }

        await Task.Delay(500);
        Assert.DoesNotContain(stage.Node.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_come_while_lines_are_still_being_sent()
    {
        // HttpClient over HTTP/1.1 reads nothing before all is sent, so this client is made by hand.
        var url = new Uri(Node.Url);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await stream.WriteAsync("POST /v1/render/hello/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer dev\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        await stream.WriteAsync("f\r\n{\"id\":\"p0001\"}\n\r\n"u8.ToArray());
        Assert.Contains("Hello Ann", await UntilAsync(reader, "\"index\":0"), StringComparison.Ordinal);
        await stream.WriteAsync("f\r\n{\"id\":\"p0002\"}\n\r\n0\r\n\r\n"u8.ToArray());
        Assert.Contains("live", await UntilAsync(reader, "\"index\":1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_envelope_of_a_batch_is_checked_before_the_first_line()
    {
        await (await Node.Http.PostTextAsync("/v1/render/hello/batch", "{}")).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await (await Node.Http.PostTextAsync("/v1/render/nothing/batch", "{}", "application/x-ndjson")).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        await (await Node.Http.PostTextAsync("/v1/render/hello/batch?budget=1", "{}", "application/x-ndjson")).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
    }

    private static async Task<string> UntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The answer ended without {text}.");
    }

    private static async Task<List<JsonElement>> BatchAsync(RendererNode node, string lines, string query)
    {
        using var answer = await node.Http.PostAsync(
            $"/v1/render/hello/batch{query}", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        answer.EnsureSuccessStatusCode();
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        return [.. (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
